// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { REGISTER } from '../support/run-app.ts';
import { observeApp, type Observed } from './observe-app.ts';

const chunk = (choice: object): string =>
  `data: ${JSON.stringify({ object: 'chat.completion.chunk', model: 'gpt-4o', choices: [choice] })}\n\n`;
const first = chunk({ index: 0, delta: { content: 'Hel' } });
const last = `${chunk({ index: 0, delta: {}, finish_reason: 'stop' })}data: [DONE]\n\n`;

describe('a stream that is not over when the process is to end', function () {
  this.timeout(120_000);

  it('is sent as aborted, with what there was of it', async () => {
    const { code, signal, stdout, stderr, spans, measured, collector } =
      await endDuringStream({});
    assert.deepEqual([code, signal], [null, 'SIGTERM']);
    assert.deepEqual([stdout, stderr], ['begun\n', '']);
    const [span, ...others] = spans.filter(({ name }) => /chat/.test(name));
    assert.deepEqual(others, []);
    assert.equal(span?.attributes['error.type'], 'aborted');
    assert.ok(Number(span?.attributes['gen_ai.response.time_to_first_chunk']));
    assert.equal(measured['gen_ai.client.operation.duration'], 1);
    const duration = collector
      .metrics()
      .find(({ name }) => name === 'gen_ai.client.operation.duration');
    assert.equal(duration?.points[0]?.['error.type'], 'aborted');
  });

  it('is not touched where the application has its own way to end', async () => {
    const { code, stdout, stderr, spans, measured } = await endDuringStream({
      GRACEFUL: 'true',
    });
    assert.equal(code, 0);
    assert.deepEqual([stdout, stderr], ['begun\nclosing\nread\n', '']);
    const span = spans.find(({ name }) => /chat/.test(name));
    assert.equal(span?.attributes['error.type'], undefined);
    assert.deepEqual(span?.attributes['gen_ai.response.finish_reasons'], [
      'stop',
    ]);
    assert.equal(measured['gen_ai.client.operation.duration'], 1);
  });
});

/** The model sends its first chunk; then SIGTERM comes; the model goes on when the application says that it is closing. */
async function endDuringStream(env: Record<string, string>): Promise<Observed> {
  let answer: ServerResponse | undefined;
  const model = createServer((request, response) => {
    answer = response;
    request.resume();
    response.setHeader('content-type', 'text/event-stream');
    response.setHeader('connection', 'close');
    response.write(first);
  });
  await new Promise<void>(done => model.listen(0, '127.0.0.1', done));
  const { port } = model.address() as AddressInfo;
  let asked = false;
  try {
    return await observeApp({
      app: 'open-stream.cjs',
      flags: ['--require', REGISTER],
      env: { ...env, LLM_URL: `http://127.0.0.1:${port}/v1` },
      onStdout(text, signal) {
        if (text.includes('closing')) answer?.end(last);
        if (asked) return;
        asked = true;
        signal('SIGTERM');
      },
    });
  } finally {
    model.closeAllConnections();
    model.close();
  }
}
