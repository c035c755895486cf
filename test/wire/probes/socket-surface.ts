// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from 'node:async_hooks';
import { describeError } from '../support/described.ts';
import type { SocketProbe } from '../support/socket-compliance.ts';
import { turns } from '../support/waiting.ts';
import {
  exchange,
  openSocket,
  type Sockets,
  storyOf,
} from './socket-calling.ts';

type Probe = SocketProbe<Sockets>;

const callers = new AsyncLocalStorage<string>();

/** The names of what an object and its prototypes show. */
function surfaceOf(object: object): unknown {
  const levels: unknown[] = [];
  for (
    let level: object | null = object;
    level !== null && level !== Object.prototype;
    level = Object.getPrototypeOf(level) as object | null
  ) {
    levels.push([
      level.constructor.name,
      Object.getOwnPropertyNames(level).sort(),
      Object.getOwnPropertySymbols(level).map(String).sort(),
    ]);
  }
  return levels;
}

export const socketSurfaceProbes: readonly Probe[] = [
  {
    name: 'shows the same names and values',
    async run(client, server) {
      const socket = openSocket(client, server.url('plain/echo'));
      const before = [surfaceOf(socket), socket.readyState, socket.binaryType];
      const story = await storyOf(socket, exchange('a'));
      const { protocol, extensions, readyState, bufferedAmount } = socket;
      return [
        before,
        story,
        surfaceOf(socket),
        [protocol, extensions, readyState, bufferedAmount],
        socket instanceof client.WebSocket,
        new URL(socket.url).pathname,
      ];
    },
  },
  {
    name: 'the constructor has the same members',
    run: ({ WebSocket }) => [
      surfaceOf(WebSocket),
      WebSocket.length,
      WebSocket.name,
      [WebSocket.CONNECTING, WebSocket.OPEN, WebSocket.CLOSED],
    ],
    expects: { count: 0 },
  },
  ...[['first'], ['first', 'second']].map((protocols): Probe => ({
    name: `subprotocols ${protocols.join(', ')}`,
    run: (client, server) =>
      storyOf(
        openSocket(client, server.url('plain/echo'), protocols),
        exchange('a')
      ),
  })),
  {
    name: 'twenty sockets at once',
    async run(client, server) {
      const stories = Array.from({ length: 20 }, async (_, index) =>
        storyOf(
          openSocket(client, server.url('plain/echo', { index })),
          exchange(`of ${index}`, 'x'.repeat(index * 100))
        )
      );
      return Promise.all(stories);
    },
    parallel: true,
    anyConnection: true,
    expects: { count: 20 },
  },
  {
    name: 'handlers run in the context of the caller',
    async run(client, server) {
      const contexts: unknown[] = [];
      const note = (event: string) => () =>
        contexts.push([event, callers.getStore()]);
      await callers.run('the caller', async () => {
        const socket = openSocket(client, server.url('plain/echo'));
        for (const event of ['open', 'message', 'close']) {
          socket.addEventListener(event, note(event));
        }
        await storyOf(socket, exchange('a'));
      });
      return contexts;
    },
  },
  {
    name: 'messages come in separate turns or in one, as without us',
    async run(client, server) {
      const order: unknown[] = [];
      const socket = openSocket(client, server.url('plain/push', { count: 8 }));
      socket.addEventListener('message', () => {
        order.push('message');
        queueMicrotask(() => order.push('microtask'));
        process.nextTick(() => order.push('tick'));
      });
      await storyOf(socket);
      // How the kernel cuts the bytes is chance; what follows a message is not.
      return order.filter(each => each === 'message').length;
    },
    expects: { by: 'server' },
  },
  {
    name: 'a handler that throws',
    async run(client, server) {
      const socket = openSocket(client, server.url('plain/echo'));
      socket.addEventListener('open', () => {
        throw new RangeError('thrown in a handler');
      });
      await new Promise(resolve => process.once('uncaughtException', resolve));
      await turns();
      socket.close();
      return 'thrown';
    },
    raises: 'uncaughtException',
    expects: { by: ['application', 'broken'] },
  },
  {
    name: 'bufferedAmount while much is sent',
    async run(client, server) {
      const amounts: number[] = [];
      const socket = openSocket(client, server.url('plain/echo'));
      await storyOf(socket, {
        open(open) {
          // More than the buffers of the system hold, which take megabytes at once.
          for (let index = 0; index < 12; index++) {
            open.send(Buffer.alloc(1024 * 1024, 1));
          }
          amounts.push(open.bufferedAmount);
        },
        message: (open, _, count) => count === 12 && open.close(),
      });
      // Those of undici count what its own queue holds, those of `ws` also what the socket has not sent.
      return amounts.map(amount => amount > 0);
    },
  },
  {
    name: 'blobs, if the client has them',
    async run(client, server) {
      const socket = openSocket(client, server.url('plain/echo'));
      const kinds: unknown[] = [];
      await new Promise<void>(resolve => {
        socket.onopen = () => {
          try {
            socket.binaryType = 'blob';
          } catch (error) {
            kinds.push(describeError(error));
          }
          socket.send(Buffer.from('binary'));
        };
        socket.onmessage = (event: any) => {
          kinds.push(socket.binaryType, event.data?.constructor?.name);
          socket.close();
        };
        socket.onclose = () => resolve();
      });
      return kinds;
    },
  },
];
