// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

const { createServer } = http;

/** A proxy of our own: by CONNECT, or by whole URLs, whichever the client wants. */
export async function tunnel() {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    requests.push(incoming.url ?? '');
    void forward(incoming, sockets).catch(() => outgoing.destroy());
  });
  server.on('connection', socket => sockets.add(socket));
  server.on('connect', (incoming, socket: Socket, head: Buffer) => {
    requests.push(incoming.url ?? '');
    const port = Number(incoming.url?.split(':')[1]);
    const other = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      other.write(head);
      socket.pipe(other).pipe(socket);
    });
    sockets.add(other);
    for (const end of [socket, other]) end.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/**
 * Passes a request on by a socket of its own: a request of node:http would be seen, and in real life a proxy has a
 * process of its own.
 */
async function forward(
  incoming: IncomingMessage,
  sockets: Set<Socket>
): Promise<void> {
  const { method = 'GET', url = '', rawHeaders } = incoming;
  const body = Buffer.concat((await incoming.toArray()) as Buffer[]);
  const { hostname, port, pathname, search } = new URL(url);
  const lines = [`${method} ${pathname}${search} HTTP/1.1`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!OF_THE_HOP.has(name.toLowerCase())) {
      lines.push(`${name}: ${rawHeaders[index + 1]}`);
    }
  }
  lines.push(`content-length: ${body.length}`, 'connection: close', '', '');
  const other = connect(Number(port), hostname);
  sockets.add(other);
  other.on('error', () => incoming.socket.destroy());
  other.write(lines.join('\r\n'));
  other.write(body);
  other.pipe(incoming.socket);
}

const OF_THE_HOP = new Set([
  'connection',
  'content-length',
  'proxy-connection',
  'transfer-encoding',
]);
