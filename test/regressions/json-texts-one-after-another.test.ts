// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createDecoder } from '../../src/decode/decoder.ts';

const first = { id: 1, choices: [{ delta: { content: 'a}{\n"' } }] };
const last = { id: 2, usage: { total_tokens: 9 } };
const short = [first, last].map(value => JSON.stringify(value));
const long = [first, last].map(value => JSON.stringify(value, null, 2));
const array = JSON.stringify([first, last], null, 2);

/** What is read of a body that arrives in two parts. */
function read(contentType: string, body: string, cut: number): unknown {
  const decoder = createDecoder({
    contentType,
    contentEncoding: undefined,
    maxBodyBytes: 1024 * 1024,
    everyEvent: false,
    readEvery: false,
    early: { onEvent() {} },
  });
  const bytes = Buffer.from(body);
  decoder.push(bytes.subarray(0, cut));
  decoder.push(bytes.subarray(cut));
  const { stream, values } = decoder.end();
  return { stream, values };
}

describe('JSON texts one after another', () => {
  const bodies = {
    'without anything between them': short.join(''),
    'with a space between them': short.join(' '),
    'of several lines each': long.join('\n'),
    'of several lines each, without anything between them': long.join(''),
  };
  for (const [kind, body] of Object.entries(bodies)) {
    for (const type of [
      'application/json',
      'text/plain',
      'text/event-stream',
    ]) {
      it(`are read as a stream, ${kind}, as ${type}, cut anywhere`, () => {
        for (let cut = 0; cut <= Buffer.byteLength(body); cut++) {
          assert.deepEqual(
            read(type, body, cut),
            { stream: true, values: [first, last] },
            `cut at ${cut}`
          );
        }
      });
    }
  }

  it('an array of several lines is read as one, also as NDJSON, cut anywhere', () => {
    for (const body of [array, JSON.stringify([first, last])]) {
      for (let cut = 0; cut <= Buffer.byteLength(body); cut++) {
        assert.deepEqual(
          read('application/x-ndjson', body, cut),
          { stream: false, values: [[first, last]] },
          `cut at ${cut}`
        );
      }
    }
  });
});
