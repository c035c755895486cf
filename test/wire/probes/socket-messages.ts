// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { frame, opcodes } from '../../support/web-socket-frames.ts';
import type { WireServer } from '../../support/wire-server.ts';
import type { SocketProbe } from '../support/socket-compliance.ts';
import {
  exchange,
  openSocket,
  type Script,
  type Sockets,
  storyOf,
} from './socket-calling.ts';

type Probe = SocketProbe<Sockets>;

const MIB = 1024 * 1024;
const sizes = [0, 1, 125, 126, 65_535, 65_536, MIB];

function telling(
  kind: string,
  script?: Script,
  query?: Record<string, string | number>
) {
  return (client: Sockets, server: WireServer): unknown =>
    storyOf(openSocket(client, server.url(kind, query)), script);
}

/** Text that compresses, but not to nothing. */
function someText(size: number): string {
  let text = '';
  for (let index = 0; text.length < size; index++) {
    text += `${index * 7919} and `;
  }
  return text.slice(0, size);
}

const bySize: Probe[] = sizes.flatMap(size => [
  {
    name: `text of ${size} bytes, there and back`,
    run: telling('plain/echo', exchange(someText(size))),
  },
  {
    name: `binary of ${size} bytes, there and back`,
    run: telling('plain/echo', exchange(Buffer.from(someText(size)))),
  },
]);

const compressed: Probe[] = ['takeover', 'alone'].flatMap(kind => [
  {
    name: `short messages, compressed (${kind})`,
    run: telling(`${kind}/echo`, exchange('one', 'two', '', 'one', 'two')),
  },
  ...[125, 2000, 65_536, MIB / 4].map((size): Probe => ({
    name: `${size} bytes twice, compressed (${kind})`,
    run: telling(
      `${kind}/echo`,
      exchange(someText(size), Buffer.from(someText(size)))
    ),
  })),
  {
    name: `many messages, compressed (${kind})`,
    run: telling(
      `${kind}/echo`,
      exchange(...Array.from({ length: 60 }, (_, index) => someText(index * 9)))
    ),
  },
]);

/** Frames of a server that `ws` would not send, by bytes. */
function raw(frames: Buffer[], more: Record<string, string | number> = {}) {
  const bytes = Buffer.concat(frames).toString('base64url');
  return telling(
    'raw',
    { message: (socket, _, count) => count === 2 && socket.close(1000) },
    { bytes, ...more }
  );
}

const two = [
  frame({ payload: 'first of two' }),
  frame({ payload: Buffer.alloc(300, 7), opcode: opcodes.binary }),
];
const whole = { messages: 'any', code: 1000 } as const;

export const socketMessageProbes: readonly Probe[] = [
  ...bySize,
  {
    name: 'a thousand messages from the server',
    run: telling('plain/push', {}, { count: 1000 }),
    expects: { by: 'server', code: 1000 },
  },
  ...compressed,
  {
    name: 'a hundred compressed messages from the server',
    run: telling('takeover/push', {}, { count: 100, size: 400 }),
    expects: { by: 'server', code: 1000 },
  },
  {
    name: 'fragments with a ping between them',
    run: telling('plain/fragments'),
    expects: { by: 'server', code: 1000 },
  },
  {
    name: 'compressed fragments with a ping between them',
    run: telling('takeover/fragments'),
    expects: { by: 'server', code: 1000 },
  },
  {
    name: 'a ping that is answered',
    run: telling('plain/ping'),
    expects: { by: 'server', code: 1000 },
  },
  { name: 'two frames', run: raw(two), expects: whole },
  {
    name: 'two frames, byte by byte',
    run: raw(two, { step: 1 }),
    expects: whole,
  },
  {
    name: 'two frames, cut in threes',
    run: raw(two, { step: 3 }),
    expects: whole,
  },
  {
    name: 'two frames in one packet with the head of the answer',
    run: raw(two, { head: '' }),
    expects: whole,
  },
  {
    name: 'half a frame with the head of the answer',
    run: raw([frame({ payload: 'first of two' }).subarray(0, 7)], {
      head: '',
      then: 'end',
    }),
    expects: { by: 'broken', messages: 'any' },
  },
  {
    name: 'lengths in more bytes than needed',
    run: raw([
      frame({ payload: 'first of two', lengthBytes: 2 }),
      frame({ payload: 'second', lengthBytes: 8 }),
    ]),
    expects: { ...whole, by: ['application', 'server'] },
  },
  {
    name: 'an empty fragment at the end',
    run: raw([
      frame({ payload: 'first', final: false }),
      frame({ opcode: 0 }),
      frame({ payload: 'second' }),
    ]),
    expects: whole,
  },
  {
    name: 'text that is more than one byte for each letter',
    run: telling('plain/echo', exchange('größer, 大きい, 🙂')),
  },
  {
    name: 'a view of a larger buffer',
    run: telling(
      'plain/echo',
      exchange(new Uint8Array(Buffer.alloc(100, 'xyz').buffer, 8, 40))
    ),
  },
  {
    name: 'an ArrayBuffer that is as it was after it is sent',
    async run(client, server) {
      const given = new Uint8Array(50_000).fill(9);
      const socket = openSocket(client, server.url('plain/echo'));
      const story = await storyOf(socket, exchange(given));
      return [story, given.every(byte => byte === 9)];
    },
  },
  {
    name: 'messages that are sent while others come',
    run: telling('plain/echo', {
      open: socket => socket.send('1'),
      message: (socket, event, count) =>
        count < 20 ? socket.send(`${event.data}${count}`) : socket.close(),
    }),
  },
];

export const largeMessageProbes: readonly Probe[] = [
  {
    name: '16 MiB of text from the server',
    run: telling('plain/push', {}, { size: 16 * MIB }),
    expects: { by: 'server', code: 1000 },
  },
  {
    name: '16 MiB of binary from the server',
    run: telling('plain/push', {}, { size: 16 * MIB, binary: '' }),
    expects: { by: 'server', code: 1000 },
  },
  {
    name: '16 MiB of binary to the server',
    run: telling('plain/echo', exchange(Buffer.alloc(16 * MIB, 'abc'))),
  },
];
