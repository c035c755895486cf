// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { printable, shown } from '../../src/errors.ts';

describe('a message that quotes a secret', () => {
  for (const [text, printed] of [
    ['http://me:hunter22@host:4318/v1', 'http://***@host:4318/v1'],
    ['http://me:hun/ter%22@host:4318', 'http://***@host:4318'],
    ['http://only-a-token@host', 'http://***@host'],
    ['me:hunter%22@host:4318', '***@host:4318'],
    ['was given "me:hunter22@host"', 'was given "***@host"'],
    ['GET /v1beta/x?key=abc&alt=sse', 'GET /v1beta/x?key=***&alt=sse'],
    ['OPENAI_API_KEY=abcdef', 'OPENAI_API_KEY=***'],
    ['authorization: Bearer abcdefgh', 'authorization: ***'],
    ['x-api-key: abc', 'x-api-key: ***'],
    ['Bearer abcdefgh.ijk', 'Bearer ***'],
    ['key sk-proj-0123456789', 'key sk-***'],
  ] as const) {
    it(`is printed without it: ${text}`, () => {
      assert.equal(printable(text), printed);
    });
  }

  for (const text of [
    'slo.yaml:3:36 objectives[0]: unknown key "taget"; did you mean "target"?',
    'at file:///app/node_modules/.pnpm/@opentelemetry+api@1.9.0/index.js:10:5',
    'npm install @opentelemetry/api@1.10',
    'gen_ai.client.token.usage: no metrics',
    'http://127.0.0.1:4318/v1/traces',
  ]) {
    it(`is left as it is without one: ${text}`, () => {
      assert.equal(printable(text), text);
    });
  }

  it('cannot move the cursor or hide text', () => {
    assert.equal(
      printable('a\u001b[2Jb\u009bc\u202ed\u200be\nf\tg'),
      'a�[2Jb�c�d�e\nf\tg'
    );
    assert.equal(shown('\u009b'), '"�"');
  });

  it('takes no long time, whatever it is', () => {
    const begin = process.cpuUsage();
    for (const part of ['a:', ',a:', 'http://', 'key=', '?key', 'x-', ' a@']) {
      printable(part.repeat(20_000));
    }
    const { user } = process.cpuUsage(begin);
    assert.ok(user < 2e6, `${user / 1000} ms of CPU`);
  });
});
