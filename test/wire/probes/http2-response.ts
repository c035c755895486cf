// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import type { ClientHttp2Stream } from 'node:http2';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Probe } from '../support/transcript.ts';
import { standstill, turns, until } from '../support/waiting.ts';
import {
  headOf,
  type Http2Calling,
  send,
  storyOf,
  textOf,
} from './http2-calling.ts';

async function sizesOf(stream: ClientHttp2Stream): Promise<number[]> {
  const sizes: number[] = [];
  stream.on('data', (chunk: Buffer) => sizes.push(chunk.length));
  await once(stream, 'end');
  return sizes;
}

export const http2ResponseProbes: readonly Probe<Http2Calling>[] = [
  {
    name: 'a text in setEncoding()',
    run: (client, server) => textOf(send(client, server.url('json'))),
  },
  {
    name: 'the arguments of the response event',
    run: async (client, server) => {
      const stream = send(client, server.url('json'));
      const args = await once(stream, 'response');
      const [{ date, ...headers }, flags, raw] = args;
      stream.resume();
      await once(stream, 'end');
      const names = raw.filter((_: string, index: number) => index % 2 === 0);
      return [args.length, typeof date, headers, flags, names];
    },
  },
  {
    name: 'the order of events, with a data listener from the start',
    run: async (client, server) => {
      const order: unknown[] = [];
      const stream = send(client, server.url('burst'));
      for (const event of ['response', 'data', 'end', 'close']) {
        stream.on(event, () => order.push(event));
      }
      await once(stream, 'close');
      return [...new Set(order)];
    },
  },
  {
    name: 'the order of events of an answer without a body',
    run: (client, server) => storyOf(send(client, server.url('empty'))),
    seen: [{ status: 204 }],
  },
  {
    name: 'a status that tells of a failure',
    run: async (client, server) => {
      const stream = send(client, server.url('json', { status: 429 }));
      const head = await headOf(stream);
      return [head[':status'], await textOf(stream)];
    },
    seen: [{ status: 429 }],
  },
  {
    name: 'chunks as they were sent',
    run: (client, server) =>
      sizesOf(send(client, server.url('sse', { events: 6, gap: 5 }))),
  },
  {
    name: 'each chunk arrives before the next is sent',
    run: async (client, server) => {
      const stream = send(client, server.url('gated'));
      let count = 0;
      stream.on('data', () => {
        count++;
        server.release();
      });
      await once(stream, 'end');
      return count;
    },
  },
  {
    name: 'chunks that the application overwrites',
    run: async (client, server) => {
      const stream = send(client, server.url('sse', { gap: 3 }));
      const kinds: unknown[] = [];
      stream.on('data', (chunk: Buffer) => {
        kinds.push([chunk.constructor.name, chunk.toString()]);
        chunk.fill(0);
      });
      await once(stream, 'end');
      return kinds;
    },
  },
  {
    name: 'the iterator',
    run: async (client, server) => {
      let text = '';
      for await (const chunk of send(client, server.url('sse', { gap: 2 }))) {
        text += String(chunk);
      }
      return text;
    },
  },
  {
    name: 'read() in the readable event',
    run: async (client, server) => {
      const stream = send(client, server.url('sse', { gap: 2 }));
      const parts: string[] = [];
      stream.on('readable', () => {
        for (
          let part: Buffer | null;
          (part = stream.read(7) as Buffer | null);
        ) {
          parts.push(part.toString('latin1'));
        }
      });
      await once(stream, 'end');
      return parts.join('');
    },
  },
  {
    name: 'pause() and resume()',
    run: async (client, server) => {
      const stream = send(client, server.url('sse', { events: 8, gap: 1 }));
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        stream.pause();
        setTimeout(() => stream.resume(), 2);
      });
      await once(stream, 'end');
      return text;
    },
  },
  {
    name: 'a pipeline',
    run: async (client, server) => {
      const stream = send(client, server.url('bytes', { size: 300_000 }));
      const sink = new PassThrough();
      let size = 0;
      sink.on('data', (chunk: Buffer) => (size += chunk.length));
      await pipeline(stream, sink);
      return size;
    },
  },
  {
    name: 'a web stream',
    run: async (client, server) => {
      const stream = send(client, server.url('sse', { gap: 1 }));
      let text = '';
      for await (const chunk of Readable.toWeb(stream) as any) {
        text += Buffer.from(chunk as Uint8Array).toString();
      }
      return text;
    },
  },
  {
    name: 'back-pressure of a body that is not read',
    leavesOpen: true,
    run: async (client, server) => {
      const stream = send(client, server.url('bytes', { size: 1 << 23 }));
      stream.on('error', () => {});
      await headOf(stream);
      await standstill(() => server.log[0]?.sent ?? 0);
      const held = stream.readableLength;
      const sent = server.log[0]?.sent ?? 0;
      stream.destroy();
      return [held <= 65_536 * 2, sent < 1 << 23];
    },
    seen: [{ terminal: 'abandoned', bytes: 'any' }],
  },
  {
    name: 'a small body that nobody reads',
    leavesOpen: true,
    run: async (client, server) => {
      const stream = send(client, server.url('json'));
      const head = await headOf(stream);
      await turns(4);
      await until(() => stream.readableLength > 0);
      return [head[':status'], stream.readableEnded, stream.readableFlowing];
    },
    seen: [{ terminal: ['end', 'error', 'abandoned'] }],
  },
  {
    name: 'a response that nobody listens for',
    run: async (client, server) => {
      const stream = send(client, server.url('json'));
      stream.resume();
      await once(stream, 'close');
      return [stream.readableEnded, stream.destroyed];
    },
  },
  {
    name: 'heads before the final one',
    run: async (client, server) => {
      const stream = send(client, server.url('early'));
      const early: unknown[] = [];
      stream.on('headers', head => early.push(head[':status']));
      const head = await headOf(stream);
      return [early, head[':status'], await textOf(stream)];
    },
  },
  {
    name: 'trailers',
    run: async (client, server) => {
      const stream = send(client, server.url('trailers'));
      const trailers = once(stream, 'trailers');
      const text = await textOf(stream);
      const [found] = (await trailers) as [object];
      return [text, { ...found }];
    },
  },
  {
    name: 'a redirect that nobody follows',
    run: async (client, server) => {
      const stream = send(client, server.url('redirect', { to: '/x' }));
      const { ':status': status, location } = await headOf(stream);
      return [status, location, await textOf(stream)];
    },
    seen: [{ status: 307, bytes: 'none' }],
  },
];
