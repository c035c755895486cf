// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  OPEN_ESCAPED,
  StringEndFinder,
} from '../../../src/decode/scan/string-end.ts';
import { randomFrom } from './replay.ts';

const OPEN = -1;

/** One byte at a time, as the grammar of JSON has it. */
function endOf(bytes: Buffer, from: number): number {
  let escaped = false;
  for (let at = from; at < bytes.length; at++) {
    if (escaped) escaped = false;
    else if (bytes[at] === 0x22) return at + 1;
    else escaped = bytes[at] === 0x5c;
  }
  return escaped ? OPEN_ESCAPED : OPEN;
}

describe('StringEndFinder', () => {
  const finder = new StringEndFinder();

  function agrees(text: string, offset: number, from: number): void {
    const memory = Buffer.from(' '.repeat(offset) + text, 'latin1');
    const bytes = Buffer.from(new Uint8Array(memory).buffer).subarray(offset);
    finder.reset();
    const found = finder.find(bytes, from);
    assert.equal(found, endOf(bytes, from), `${text} from ${from}, ${offset}`);
  }

  it('finds the end after each number of plain bytes and backslashes, at each place in memory', () => {
    for (let length = 0; length < 400; length += length < 80 ? 1 : 37) {
      for (let run = 0; run < 10; run++) {
        for (const last of ['"', '', '#"', 'x"', ']"', '"#"']) {
          const text = 'x'.repeat(length) + '\\'.repeat(run) + last;
          for (let offset = 0; offset < 4; offset++) agrees(text, offset, 0);
        }
      }
    }
  });

  it('agrees with a loop over the bytes about random text', () => {
    const random = randomFrom(7);
    const letters = ['"', '\\', '\\', '#', ']', '\u0080', 'x'] as const;
    for (let round = 0; round < 20_000; round++) {
      // From one letter in two to one in five hundred is a special one.
      const sparseness = 2 + random(10) ** 3;
      let text = '';
      for (let length = random(600); length > 0; length--) {
        const special = random(sparseness) === 0;
        text += special ? letters[random(letters.length)] : 'a';
      }
      agrees(text, random(4), Math.min(random(40), text.length));
    }
  });
});
