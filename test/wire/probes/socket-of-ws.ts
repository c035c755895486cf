// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import http from 'node:http';
import { describeError, outcomeOf } from '../support/described.ts';
import type { SocketProbe } from '../support/socket-compliance.ts';
import { turns } from '../support/waiting.ts';
import {
  exchange,
  openSocket,
  type Sockets,
  storyOf,
} from './socket-calling.ts';

type Probe = SocketProbe<Sockets>;

/** How many listeners each event of a socket has, and what a loop over the socket sees. */
function visible(socket: any): unknown {
  return [
    socket
      .eventNames()
      .map((name: string | symbol) => [
        String(name),
        socket.listenerCount(name),
      ]),
    Object.keys(socket).sort(),
    socket.readableFlowing,
    socket.isPaused(),
  ];
}

/** Probes that only `ws` can do: it shows its socket and its request. */
export const wsProbes: readonly Probe[] = [
  {
    name: 'the socket has the same listeners, keys and flow',
    async run(client, server) {
      const seen: unknown[] = [];
      const socket = openSocket(client, server.url('plain/echo'));
      await storyOf(socket, {
        open(open) {
          seen.push(visible(open._socket));
          open.send('a');
        },
        message(open) {
          seen.push(visible(open._socket));
          open.close();
        },
      });
      return seen;
    },
  },
  {
    name: 'terminate()',
    run: (client, server) =>
      storyOf(openSocket(client, server.url('plain/echo')), {
        open: socket => socket.terminate(),
      }),
  },
  {
    name: 'terminate() in the middle of an answer',
    async run(client, server) {
      const url = server.url('plain/push', { count: 50 });
      const story = await storyOf(openSocket(client, url), {
        message: (socket, _, count) => count === 3 && socket.terminate(),
      });
      // How much more was in the same packet is chance.
      return story.slice(0, 4);
    },
    expects: { by: ['application', 'server'], messages: 'any' },
  },
  {
    name: 'ping() and its answer',
    async run(client, server) {
      const pongs: string[] = [];
      const socket = openSocket(client, server.url('plain/echo'));
      socket.on('pong', (data: Buffer) => {
        pongs.push(String(data));
        socket.close();
      });
      await storyOf(socket, { open: open => open.ping('hello') });
      return pongs;
    },
  },
  {
    name: 'fragments that the application sends',
    run: (client, server) =>
      storyOf(openSocket(client, server.url('plain/echo')), {
        open(socket) {
          socket.send('one ', { fin: false });
          socket.send('two ', { fin: false });
          socket.send('three');
        },
        message: socket => socket.close(),
      }),
  },
  {
    name: 'callbacks of send()',
    async run(client, server) {
      const order: unknown[] = [];
      const socket = openSocket(client, server.url('takeover/echo'));
      await storyOf(socket, {
        open(open) {
          for (const text of ['a', 'b'.repeat(3000), 'c']) {
            open.send(text, (error?: Error) =>
              order.push([text[0], describeError(error)])
            );
          }
        },
        message: (open, _, count) => count === 3 && open.close(),
      });
      return order;
    },
  },
  {
    name: 'without an offer to compress',
    run: (client, server) =>
      storyOf(
        openSocket(client, server.url('takeover/echo'), [], {
          perMessageDeflate: false,
        }),
        exchange('a'.repeat(5000))
      ),
  },
  {
    name: 'headers of the application',
    async run(client, server) {
      const headers = { Authorization: 'Bearer example', 'X-Mark': 'a' };
      const url = server.url('plain/echo');
      const socket = openSocket(client, url, [], { headers });
      return [await storyOf(socket, exchange('a')), Object.keys(headers)];
    },
  },
  {
    name: 'an agent of the application',
    async run(client, server) {
      const agent = new http.Agent({ keepAlive: true });
      const url = server.url('plain/echo');
      const socket = openSocket(client, url, [], { agent });
      const story = await storyOf(socket, exchange('a'));
      const left = [agent.sockets, agent.freeSockets].map(
        each => Object.keys(each).length
      );
      agent.destroy();
      return [story, left];
    },
  },
  {
    name: 'a refused handshake whose answer the application reads',
    async run(client, server) {
      const socket = openSocket(client, server.url('status', { status: 429 }));
      const [status, retry, body] = await new Promise<unknown[]>(resolve => {
        socket.on('unexpected-response', (request: any, response: any) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (part: string) => (text += part));
          response.on('end', () => {
            request.destroy();
            const { statusCode, headers } = response;
            resolve([statusCode, headers['retry-after'], text]);
          });
        });
      });
      return [status, retry, body];
    },
    expects: { by: 'refused', status: 429, opens: false, messages: 'any' },
  },
  {
    name: 'a redirect that is followed',
    run: (client, server) => {
      const to = server.url('plain/echo', { redirected: 1 });
      const url = server.url('status', { status: 302, to });
      return storyOf(
        openSocket(client, url, [], { followRedirects: true }),
        exchange('a')
      );
    },
    expects: { messages: 'any' },
  },
  {
    name: 'a redirect that goes nowhere',
    run: (client, server) => {
      const url = server.url('status', { status: 302, to: 'http://[' });
      return storyOf(openSocket(client, url, [], { followRedirects: true }));
    },
    expects: { by: 'refused', status: 302, opens: false, messages: 'any' },
  },
  {
    name: 'a handshake that times out',
    run: (client, server) =>
      storyOf(
        openSocket(client, server.url('silent'), [], { handshakeTimeout: 300 })
      ),
    expects: { by: ['application', 'broken'], opens: false },
  },
  {
    name: 'the events upgrade and open, and the listeners of the request',
    async run(client, server) {
      const seen: unknown[] = [];
      const socket = openSocket(client, server.url('plain/echo'));
      const request = socket._req;
      seen.push(
        request.eventNames().map(String).sort(),
        request.listenerCount('upgrade'),
        Object.keys(request).sort()
      );
      socket.on('upgrade', (response: any) =>
        seen.push(['upgrade', response.statusCode])
      );
      await storyOf(socket, exchange('a'));
      seen.push(request.destroyed, request.aborted);
      return seen;
    },
  },
  {
    name: 'a socket that is paused and read later',
    async run(client, server) {
      const socket = openSocket(client, server.url('plain/push', { count: 9 }));
      const story = storyOf(socket, {
        message(open, _, count) {
          if (count !== 2) return;
          open._socket.pause();
          setTimeout(() => open._socket.resume(), 30);
        },
      });
      return story;
    },
    expects: { by: 'server' },
  },
  {
    name: 'an error that nobody listens for is uncaught, once',
    async run(client, server) {
      openSocket(client, server.url('reset'));
      await new Promise(resolve => process.once('uncaughtException', resolve));
      await turns();
      return 'thrown';
    },
    raises: 'uncaughtException',
    expects: { by: 'broken', opens: false },
  },
  {
    name: 'options that are none',
    run: (client, server) =>
      outcomeOf(
        () =>
          void openSocket(client, server.url('plain/echo'), [], {
            protocolVersion: 7,
          })
      ),
    expects: { count: 0 },
  },
  {
    name: 'the events of a node-style socket, read as a stream',
    async run(client, server) {
      const { createWebSocketStream } = client.WebSocket;
      const url = server.url('plain/echo');
      const stream = createWebSocketStream(openSocket(client, url));
      stream.write('through a stream');
      for await (const part of stream) {
        stream.destroy();
        return String(part);
      }
      return 'nothing';
    },
    expects: { by: ['application', 'broken'] },
  },
];
