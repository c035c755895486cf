// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { RequestReader } from '../../src/observe/request-reader.ts';
import { recognise } from '../../src/recognise/recognise.ts';
import type { Recognised } from '../../src/recognise/recognise.ts';

const CHAT = new URL('http://127.0.0.1:8080/v1/chat/completions');

/** Small texts are parsed, bytes are scanned: both must say the same. */
const BODIES: Readonly<Record<string, string>> = {
  usual:
    '{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"stream":true,"temperature":0.5}',
  'with blanks': '{ "model" : "m" ,\n "max_tokens": 12 , "messages" : [ ] }',
  'a member twice': '{"model":"a","messages":[],"model":"b"}',
  'nulls where members are asked for': '{"model":null,"messages":null}',
  'no members': '{}',
  'an array': '[{"model":"m"}]',
  'a string': '"model"',
  'no JSON': 'model=m&messages=none',
  'a form': '--b\r\ncontent-disposition: form-data; name="model"\r\n\r\nm\r\n',
  'cut within a member': '{"model":"m","stream":true,"messages":[{"role"',
  'more behind the object': '{"model":"m","messages":[]} and more',
  'a byte order mark': '\ufeff{"model":"m","messages":[]}',
  'half of a surrogate pair': '{"model":"m\ud800","messages":[]}',
  'escapes in values': '{"model":"\\u006d","stop":["\\n","\\u2028"]}',
  'numbers that are large': '{"model":"m","seed":1e400,"max_tokens":1e21}',
  'names of the prototype':
    '{"model":"m","__proto__":{"stream":true},"constructor":1,"messages":[]}',
  'a text above the size that is parsed': `{"messages":[{"role":"user","content":"${'x'.repeat(20_000)}"}],"model":"m"}`,
};

describe('The reader of requests', () => {
  const found = recognise(CHAT, { get: () => undefined }) as Recognised;
  const read = (body: string | Uint8Array): unknown => {
    const exchange = {
      method: 'POST',
      url: CHAT,
      transport: 'fetch',
      body,
      headers: { get: () => undefined },
    } as const;
    return new RequestReader(exchange, found).read(body);
  };

  for (const [name, body] of Object.entries(BODIES)) {
    it(`reads the same of a text and of its bytes: ${name}`, () => {
      assert.deepEqual(read(body), read(Buffer.from(body)));
    });
  }
});
