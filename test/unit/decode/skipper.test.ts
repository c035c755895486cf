// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { Skipper } from '../../../src/decode/scan/skipper.ts';
import { StringEndFinder } from '../../../src/decode/scan/string-end.ts';
import { ChunkWords } from '../../../src/decode/scan/words.ts';
import { randomFrom } from './replay.ts';

type Random = ReturnType<typeof randomFrom>;

/** Index of the comma after the value, or of the bracket that closes its parent; one byte at a time. */
function endOf(bytes: Buffer): number {
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const text = String.fromCharCode(bytes[at] as number);
    if (text === '"') {
      for (at++; at < bytes.length && bytes[at] !== 0x22; at++) {
        if (bytes[at] === 0x5c) at++;
      }
    } else if ('[{'.includes(text)) depth++;
    else if (']}'.includes(text) && depth-- === 0) return at;
    else if (text === ',' && depth === 0) return at;
  }
  return bytes.length;
}

const PIECES = [
  '',
  'a',
  '[',
  ']',
  '{}',
  '],[',
  '\\',
  '"',
  '\\"',
  '\n',
  'ü',
  '_Y',
] as const;

function stringFrom(random: Random): string {
  let text = '';
  for (let left = random(4); left > 0; left--) {
    text += PIECES[random(PIECES.length)];
    text += 'x'.repeat(random(6) ** random(5));
  }
  return text;
}

function valueFrom(random: Random, depth: number): unknown {
  const kind = random(depth > 3 ? 2 : 5);
  if (kind === 0) return [1.5e-7, null, true, 12][random(4)];
  if (kind === 1) return stringFrom(random);
  const values = Array.from({ length: random(10 - 2 * depth) }, () =>
    valueFrom(random, depth + 1)
  );
  return kind === 2
    ? values
    : Object.fromEntries(
        values.map((value, index) => [stringFrom(random) + index, value])
      );
}

/** Where the value ends, found chunk by chunk, at one place in memory after another. */
function skip(text: Buffer, from: number, random: Random): number {
  const words = new ChunkWords();
  const stringEnd = new StringEndFinder(words);
  const skipper = new Skipper(words, stringEnd);
  skipper.begin(true, []);
  const size = 1 + random(random(2) === 0 ? 100 : 3000);
  let inString = false;
  let escaped = false;
  for (let at = from; at < text.length; at += size) {
    const chunk = text.subarray(at, at + size);
    skipper.reset();
    stringEnd.reset();
    let start = 0;
    if (inString) {
      const end = stringEnd.find(chunk, escaped ? 1 : 0);
      escaped = end === -2;
      if (end < 0) continue;
      start = end;
    }
    const found = skipper.skip(chunk, start);
    inString = found < 0;
    escaped = found === -2;
    if (found >= 0 && found < chunk.length) return at + found - from;
  }
  return text.length - from;
}

describe('Skipper', () => {
  it('finds the end of random values in random chunks, as a loop over the bytes does', () => {
    const random = randomFrom(11);
    for (let round = 0; round < 6000; round++) {
      const value = valueFrom(random, 0);
      const json = JSON.stringify(value, null, random(3) === 0 ? 2 : 0);
      const blanks = random(4);
      const text = `${' '.repeat(blanks)}${json}${['', ',"a":1}', '}', ']'][random(4)]}`;
      const bytes = Buffer.from(text);
      assert.equal(
        skip(bytes, blanks, random),
        endOf(bytes.subarray(blanks)),
        text
      );
    }
  });

  it('gives the same for text that is no JSON, whole and in chunks', () => {
    const random = randomFrom(12);
    const letters = ['"', '\\', '[', ']', '"', 'x', ' ', '{', '}', '_'];
    for (let round = 0; round < 6000; round++) {
      const letter = () => letters[random(letters.length)] as string;
      const text = Array.from({ length: random(400) }, letter).join('');
      const bytes = Buffer.from(`[${text}`);
      const one = skip(bytes, 0, () => 1_000_000);
      assert.equal(skip(bytes, 0, random), one, text);
    }
  });
});
