// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { WebSocketServer } from 'ws';

/**
 * The Responses API in WebSocket mode. The model `broken` fails.
 *
 * @param {import('../scenario.mjs').Scenario} test
 */
export async function startTurns(test) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', socket =>
    socket.on('message', text => {
      const { model } = JSON.parse(text);
      const event =
        model === 'broken'
          ? { type: 'error', status: 500, error: { code: 'server_error' } }
          : {
              type: 'response.completed',
              response: {
                id: 'resp_1',
                status: 'completed',
                model,
                output: [],
              },
            };
      socket.send(JSON.stringify(event));
    })
  );
  await once(server, 'listening');
  test.use({
    name: 'turns',
    stop() {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  });
  return { url: `http://127.0.0.1:${server.address().port}/v1/responses` };
}
