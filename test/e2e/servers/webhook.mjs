// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createServer } from 'node:http';

/**
 * Whom Alertmanager notifies.
 *
 * @param {import('../scenario.mjs').Scenario} test
 */
export async function startWebhook(test) {
  const notifications = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      notifications.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.end();
    });
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  test.use({
    name: 'webhook',
    stop: () =>
      new Promise(done => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    /** Bodies of the notifications, in order. */
    notifications,
  };
}
