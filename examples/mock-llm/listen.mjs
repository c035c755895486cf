// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import * as http from 'node:http';
import * as http2 from 'node:http2';

/**
 * Opens the server, for HTTP/1.1 or for HTTP/2 without TLS.
 *
 * @param {{ port: number, host: string, http2: boolean }} options
 * @param {import('node:http').RequestListener} onRequest
 * @param {(request: import('node:http').IncomingMessage, socket: import('node:net').Socket) => void} onUpgrade
 * @returns {Promise<{ port: number, drop(response: object): void, close(): Promise<void> }>}
 */
export async function listen(options, onRequest, onUpgrade) {
  const server = options.http2
    ? http2.createServer(onRequest)
    : http.createServer(onRequest);
  // Longer than any client's own, so that no client meets a connection just closed.
  server.keepAliveTimeout = 65_000;
  server.on('upgrade', onUpgrade);
  const sockets = new Map();
  server.on('connection', socket => {
    const { remotePort } = socket;
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: server.address().port,
    /** Drops the connection of a response; one of HTTP/2 has only a stream that it could destroy itself. */
    drop: ({ socket }) => sockets.get(socket?.remotePort)?.destroy(),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}
