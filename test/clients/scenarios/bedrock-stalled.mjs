// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import http2 from 'node:http2';
import { setTimeout as wait } from 'node:timers/promises';
import { frame } from '../../../examples/mock-llm/event-stream.mjs';

/** More than the windows of HTTP/2 hold. */
const PIECES = 20_000;
const SESSION_MS = 500;

/**
 * Over HTTP/2 the client tells nobody that its stream is left: it neither closes nor destroys nor reads it, so that one
 * that is too long for the buffers stands still until its session has had no traffic for long enough (of the client's
 * 5 minutes, here less), which nothing but waiting brings about. Then, and not before, the call has ended.
 */
export const stalledStream = {
  name: 'stream-left-stalled',
  stream: true,
  errors: ['aborted'],
  tokens: 'unknown',
  // Not to the mock, whose answers are short.
  unsent: 1,
  async run(c) {
    const server = await serve();
    const { BedrockRuntimeClient, ConverseStreamCommand } = await c.load(
      '@aws-sdk/client-bedrock-runtime'
    );
    const client = new BedrockRuntimeClient({
      region: 'eu-central-1',
      endpoint: `http://127.0.0.1:${server.address().port}`,
      credentials: { accessKeyId: c.key, secretAccessKey: 'secret' },
      requestHandler: { sessionTimeout: SESSION_MS },
      maxAttempts: 1,
    });
    let http2Stream;
    client.middlewareStack.add(
      next => async args => {
        const result = await next(args);
        http2Stream = result.response.body;
        return result;
      },
      { step: 'deserialize' }
    );
    const { stream } = await client.send(
      new ConverseStreamCommand({ modelId: 'long', messages: [] })
    );
    await c.read(stream, count => count < 3);
    const leftAt = performance.now();
    const closed = once(http2Stream, 'close');
    client.destroy();
    await wait(SESSION_MS / 2);
    // Without a sign by now, whatever could have been made of the application's leaving.
    const { destroyed, aborted, writableEnded, readableFlowing } = http2Stream;
    c.see({ destroyed, aborted, closed: http2Stream.closed });
    c.see({ writableEnded, readableFlowing, paused: http2Stream.isPaused() });
    await closed;
    server.close();
    return performance.now() - leftAt >= SESSION_MS;
  },
};

async function serve() {
  const server = http2.createServer(async (request, response) => {
    request.resume();
    response.writeHead(200, {
      'content-type': 'application/vnd.amazon.eventstream',
    });
    response.stream.on('error', () => {});
    const piece = { contentBlockIndex: 0, delta: { text: 'word ' } };
    response.write(event('messageStart', { role: 'assistant' }));
    for (let sent = 0; sent < PIECES && !response.destroyed; sent++) {
      if (response.write(event('contentBlockDelta', piece))) continue;
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

function event(type, payload) {
  return frame({ ':message-type': 'event', ':event-type': type }, payload);
}
