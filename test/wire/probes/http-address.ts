// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import http from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Probe } from '../support/transcript.ts';
import {
  question,
  type Requesting,
  responseOf,
  send,
  textOf,
} from './requesting.ts';

const post = { method: 'POST', host: '127.0.0.1' };

let sockets = 0;

/** Listens on a Unix socket, or a named pipe, for one connection, and passes it on to a port. */
async function passedOn(port: number): Promise<string> {
  const name = `genai-${process.pid}-${sockets++}`;
  const path =
    process.platform === 'win32'
      ? `\\\\.\\pipe\\${name}`
      : join(tmpdir(), `${name}.sock`);
  const passing = createServer(socket => {
    const onward = connect(port, '127.0.0.1');
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    socket.pipe(onward).pipe(socket);
    passing.close();
  });
  passing.listen(path);
  await once(passing, 'listening');
  return path;
}

/** Ways to a place that URLs do not have, and what is asked from within an answer. */
export const httpAddressProbes: readonly Probe<Requesting>[] = [
  {
    name: 'the port of defaultPort',
    run: async ({ request, base }, server) => {
      const { port, pathname: path, search } = new URL(server.url('json'));
      const call = request({
        ...post,
        ...base,
        path: path + search,
        defaultPort: Number(port),
      });
      call.end(question);
      return textOf(await responseOf(call));
    },
  },
  {
    name: 'the port of the agent',
    run: async ({ request }, server) => {
      const { port, pathname: path, search } = new URL(server.url('json'));
      const agent = Object.assign(new http.Agent(), {
        defaultPort: Number(port),
      });
      const call = request({ ...post, agent, path: path + search });
      call.end(question);
      return textOf(await responseOf(call));
    },
  },
  {
    name: 'a Unix socket',
    run: async ({ request }, server) => {
      const { port, pathname: path, search } = new URL(server.url('sse'));
      const socketPath = await passedOn(Number(port));
      const agent = new http.Agent();
      const call = request({ ...post, agent, socketPath, path: path + search });
      call.end(question);
      const response = await responseOf(call);
      return [response.statusCode, await textOf(response)];
    },
  },
  {
    name: 'a path that begins with two slashes',
    run: async (client, server) => {
      const { hostname, port } = new URL(server.origin);
      const path = '//v1/chat/completions';
      const call = client.request({
        ...post,
        ...client.base,
        hostname,
        port,
        path,
      });
      call.end(question);
      const response = await responseOf(call);
      return [response.statusCode, await textOf(response)];
    },
    seen: [{ status: 404 }],
  },
  {
    name: 'a request that is constructed',
    run: async ({ base }, server) => {
      const Request = http.ClientRequest as unknown as new (
        url: string,
        options: http.RequestOptions
      ) => http.ClientRequest;
      const call = new Request(server.url('echo'), { ...post, ...base });
      call.end(question);
      const text = await textOf(await responseOf(call));
      return [text, call instanceof http.ClientRequest];
    },
  },
  {
    name: 'another request in the callback of a redirect',
    run: async (client, server) => {
      const { pathname: to } = new URL(server.url('json'));
      const url = server.url('redirect', { to, status: 307 });
      const first = await responseOf(send(client, url));
      const other = await responseOf(send(client, server.url('sse')));
      return [
        first.statusCode,
        await textOf(first),
        other.statusCode,
        await textOf(other),
      ];
    },
    seen: [{ status: 307, bytes: 'none' }, {}],
  },
];
