// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import http from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

// Taken before any wire is on: in real life a proxy has a process of its own.
const { createServer, request } = http;

/** A proxy of our own: by CONNECT, or by whole URLs, whichever the client wants. */
export async function tunnel() {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((incoming, outgoing) => {
    requests.push(incoming.url ?? '');
    const { method, headers } = incoming;
    const forward = request(incoming.url ?? '', {
      method: method ?? 'GET',
      headers: { ...headers, connection: 'close' },
    });
    forward.on('response', answer => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(forward);
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
