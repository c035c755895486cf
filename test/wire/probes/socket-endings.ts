// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { setTimeout as delay } from 'node:timers/promises';
import {
  closeFrame,
  frame,
  opcodes,
  someKey,
} from '../../support/web-socket-frames.ts';
import { outcomeOf } from '../support/described.ts';
import type { SocketProbe } from '../support/socket-compliance.ts';
import { until } from '../support/waiting.ts';
import { openSocket, type Sockets, storyOf } from './socket-calling.ts';

type Probe = SocketProbe<Sockets>;

/** Undici 6 tells nothing of a socket that is closed before it is open. */
async function storyUpTo(socket: any): Promise<unknown> {
  return Promise.race([storyOf(socket), delay(1000, 'nothing is told')]);
}

const closedByServer = [undefined, 1000, 1001, 1008, 1011, 1013, 3000, 4999];
const closedByUs = [[], [1000], [1000, 'done'], [3000], [4999, 'own']] as const;
const refusedClose = [[1001], [2999], [5000], [1000, 'x'.repeat(124)]] as const;

const closings: Probe[] = [
  ...closedByServer.map((code): Probe => ({
    name: `the server closes with ${code ?? 'no code'}`,
    run: (client, server) => {
      const query = code === undefined ? {} : { code, reason: 'because' };
      const url = server.url('plain/close', query);
      return storyOf(openSocket(client, url));
    },
    expects: { by: 'server', ...(code === undefined ? {} : { code }) },
  })),
  ...closedByUs.map((args): Probe => ({
    name: `the application closes with ${JSON.stringify(args)}`,
    run: (client, server) =>
      storyOf(openSocket(client, server.url('plain/echo')), {
        open: socket => socket.close(...args),
      }),
    expects: args[0] === undefined ? {} : { code: args[0] },
  })),
  ...refusedClose.map((args): Probe => ({
    name: `close() with ${JSON.stringify(args).slice(0, 20)}`,
    run: async (client, server) => {
      const socket = openSocket(client, server.url('plain/echo'));
      let outcome: unknown;
      const story = await storyOf(socket, {
        open() {
          outcome = outcomeOf(() => socket.close(...args));
          // ws 7 is closing by then, but has sent nothing.
          if ('terminate' in socket) socket.terminate();
          else socket.close();
        },
      });
      return [await outcome, story];
    },
  })),
  {
    name: 'close() twice',
    run: (client, server) =>
      storyOf(openSocket(client, server.url('plain/echo')), {
        open(socket) {
          socket.close(1000);
          socket.close(3000);
        },
      }),
    expects: { code: 1000 },
  },
  {
    name: 'messages that come after close()',
    run: (client, server) =>
      storyOf(openSocket(client, server.url('plain/close-late')), {
        open: socket => socket.close(1000),
      }),
    expects: { code: 1000 },
  },
  {
    name: 'send() after close()',
    run: async (client, server) => {
      const socket = openSocket(client, server.url('plain/echo'));
      const story = await storyOf(socket, {
        open(open) {
          open.close();
          open.send('too late', () => {});
        },
      });
      return [story, socket.bufferedAmount];
    },
  },
  {
    name: 'close() before the connection is open',
    run: (client, server) => {
      const socket = openSocket(client, server.url('plain/echo'));
      const story = storyUpTo(socket);
      socket.close();
      return story;
    },
    expects: { opens: false, count: 'at most one', messages: 'any' },
  },
  {
    name: 'close() while the server says nothing',
    run: async (client, server) => {
      const socket = openSocket(client, server.url('silent'));
      const story = storyUpTo(socket);
      await until(() => server.log.length > 0);
      socket.close();
      return story;
    },
    expects: { opens: false },
  },
  {
    name: 'send() before the connection is open',
    run: async (client, server) => {
      const socket = openSocket(client, server.url('plain/echo'));
      const outcome = await outcomeOf(() => socket.send('too early'));
      return [outcome, await storyOf(socket, { open: open => open.close() })];
    },
  },
];

const broken = { by: 'broken', messages: 'any' } as const;

function raw(
  name: string,
  frames: readonly Buffer[],
  expects: SocketProbe<Sockets>['expects'],
  query: Record<string, string> = {}
): Probe {
  const bytes = Buffer.concat(frames).toString('base64url');
  return {
    name,
    run: (client, server) =>
      storyOf(
        openSocket(client, server.url('raw', { bytes, ...query })),
        // A client that takes the bomb has no reason to leave.
        'bomb' in query ? { message: socket => socket.close() } : {}
      ),
    expects: { messages: 'any', ...expects },
  };
}

const breaks: Probe[] = [
  raw('the server ends the connection', [], broken, { then: 'end' }),
  raw('the server resets the connection', [], broken, { then: 'reset' }),
  raw(
    'the connection is reset in the middle of a header',
    [frame({ payload: Buffer.alloc(300) }).subarray(0, 3)],
    broken,
    { then: 'reset' }
  ),
  raw(
    'the connection is reset in the middle of a message',
    [frame({ payload: Buffer.alloc(300) }).subarray(0, 100)],
    broken,
    { then: 'reset' }
  ),
  raw(
    'the connection ends in the middle of a message',
    [frame({ payload: Buffer.alloc(300) }).subarray(0, 100)],
    broken,
    { then: 'end' }
  ),
  raw(
    'the connection ends between fragments',
    [frame({ payload: 'a', final: false })],
    broken,
    { then: 'end' }
  ),
  {
    name: 'the server terminates the connection',
    run: (client, server) =>
      storyOf(openSocket(client, server.url('plain/terminate'))),
    expects: { by: 'broken' },
  },
  raw('a close frame in the packet of the answer', [closeFrame(1011, 'no')], {
    by: 'server',
    code: 1011,
  }),
  raw(
    'a message and a close frame in one packet',
    [frame({ payload: 'last words' }), closeFrame(1000)],
    { by: 'server', code: 1000 }
  ),
];

const faulty = {
  'the second reserved bit': [frame({ payload: 'a', reserved: 2 })],
  'compression that was not agreed': [frame({ payload: 'a', reserved: 4 })],
  'an opcode that is none': [frame({ payload: 'a', opcode: 3 })],
  'a masked frame': [frame({ payload: 'a', key: someKey })],
  'a continuation of nothing': [frame({ payload: 'a', opcode: 0 })],
  'a message within another': [
    frame({ payload: 'a', final: false }),
    frame({ payload: 'b' }),
  ],
  'a ping in fragments': [frame({ opcode: opcodes.ping, final: false })],
  'a ping of 126 bytes': [
    frame({ opcode: opcodes.ping, payload: Buffer.alloc(126) }),
  ],
  'a length of 63 bits': [frame({ claims: 2n ** 62n })],
  'a close frame of one byte': [frame({ opcode: opcodes.close, payload: 'a' })],
};

/** Clients differ in how they end such a connection. */
export const anyEnd = ['application', 'broken', 'server'] as const;

const malformed: Probe[] = [
  ...Object.entries(faulty).map(([name, frames]) =>
    raw(
      `the server sends ${name}`,
      [frame({ payload: 'well' }), ...frames, frame({ payload: 'after' })],
      { by: anyEnd, unreadable: ['received'] },
      { then: 'end' }
    )
  ),
  raw('text that is not UTF-8', [frame({ payload: Buffer.of(0xff, 0xfe) })], {
    by: anyEnd,
  }),
  raw(
    'compressed data that are none',
    [frame({ payload: Buffer.alloc(9, 0xff), reserved: 4 })],
    { by: anyEnd, unreadable: ['received'] },
    { deflate: '' }
  ),
  raw(
    'a bomb of 24 MiB',
    [],
    { by: anyEnd, unreadable: ['received'] },
    { bomb: '', deflate: '' }
  ),
];

export const socketEndingProbes: readonly Probe[] = [...closings, ...breaks];
export const socketFaultProbes: readonly Probe[] = malformed;
