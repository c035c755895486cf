// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { PassThrough, Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { outcomeOf } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import { standstill, turns, until } from '../support/waiting.ts';
import { lengths } from './fetching.ts';
import { respond, type Requesting, send, textOf } from './requesting.ts';

/** The ways to read a response. */
export const httpReadingProbes: readonly Probe<Requesting>[] = [
  {
    name: 'chunks as they were sent',
    run: async (client, server) => {
      const url = server.url('sse', { events: 6, gap: 5 });
      const response = await respond(client, url);
      const sizes: number[] = [];
      response.on('data', (chunk: Buffer) => sizes.push(chunk.length));
      await once(response, 'end');
      return sizes;
    },
  },
  {
    name: 'chunks that the application overwrites',
    run: async (client, server) => {
      const response = await respond(client, server.url('sse', { gap: 3 }));
      const kinds: unknown[] = [];
      response.on('data', (chunk: Buffer) => {
        kinds.push([chunk.constructor.name, chunk.toString()]);
        chunk.fill(0);
      });
      await once(response, 'end');
      return kinds;
    },
  },
  {
    name: 'each chunk arrives before the next is sent',
    run: async (client, server) => {
      const response = await respond(client, server.url('gated'));
      const sizes: number[] = [];
      for await (const chunk of response) {
        sizes.push((chunk as Buffer).length);
        server.release();
      }
      return sizes;
    },
  },
  {
    name: 'a reader who comes late',
    run: async (client, server) => {
      const response = await respond(client, server.url('sse', { gap: 1 }));
      await until(() => server.log[0]?.outcome === 'finished');
      await turns();
      const flowing = response.readableFlowing;
      return [flowing, await textOf(response)];
    },
  },
  {
    name: 'readable and read()',
    run: async (client, server) => {
      const response = await respond(client, server.url('sse', { gap: 3 }));
      const sizes: number[] = [];
      response.on('readable', () => {
        for (;;) {
          const chunk = response.read() as Buffer | null;
          if (chunk === null) return;
          sizes.push(chunk.length);
        }
      });
      await once(response, 'end');
      return sizes;
    },
  },
  {
    name: 'read() of a few bytes at a time, and unshift()',
    run: async (client, server) => {
      const response = await respond(client, server.url('json'));
      const parts: string[] = [];
      let returned = false;
      response.on('readable', () => {
        for (;;) {
          const chunk = response.read(7) as Buffer | null;
          if (chunk === null) return;
          if (!returned) {
            returned = true;
            response.unshift(chunk);
          } else parts.push(chunk.toString('latin1'));
        }
      });
      await once(response, 'end');
      return parts;
    },
  },
  {
    name: 'pause() and resume()',
    run: async (client, server) => {
      const response = await respond(client, server.url('sse', { gap: 2 }));
      const states: unknown[] = [response.readableFlowing];
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        response.pause();
        states.push(response.isPaused());
        setImmediate(() => response.resume());
      });
      states.push(response.readableFlowing);
      await once(response, 'end');
      return [text, states];
    },
  },
  {
    name: 'pipe()',
    run: async (client, server) => {
      const response = await respond(client, server.url('sse', { gap: 2 }));
      return lengths(response.pipe(new PassThrough()));
    },
  },
  {
    name: 'pipeline()',
    run: async (client, server) => {
      const url = server.url('bytes', { size: 3_000_000 });
      const response = await respond(client, url);
      let count = 0;
      const sink = new Writable({
        write(chunk: Buffer, _encoding, done) {
          count += chunk.length;
          done();
        },
      });
      await pipeline(response, new PassThrough(), sink);
      return count;
    },
  },
  {
    name: 'a pipeline whose sink fails',
    run: async (client, server) => {
      const response = await respond(client, server.url('hang'));
      const sink = new Writable({
        write(_chunk, _encoding, done) {
          done(new RangeError('full'));
        },
      });
      return outcomeOf(() => pipeline(response, sink));
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'break out of the loop',
    run: async (client, server) => {
      const response = await respond(client, server.url('hang'));
      for await (const chunk of response) {
        void chunk;
        break;
      }
      const cut = await until(() => server.log[0]?.outcome === 'cut');
      return [cut, response.destroyed, response.complete];
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'iterator() that leaves the response alive',
    run: async (client, server) => {
      const response = await respond(client, server.url('sse', { gap: 2 }));
      const keep = { destroyOnReturn: false };
      for await (const chunk of response.iterator(keep)) {
        void chunk;
        break;
      }
      return (await textOf(response)).includes('[DONE]');
    },
  },
  {
    name: 'stream helpers',
    run: async (client, server) => {
      const response = await respond(client, server.url('sse', { gap: 2 }));
      return response
        .map((chunk: Buffer) => chunk.length)
        .filter((size: number) => size > 20)
        .toArray();
    },
  },
  {
    name: 'Readable.toWeb()',
    run: async (client, server) => {
      const response = await respond(client, server.url('sse', { gap: 2 }));
      return lengths(Readable.toWeb(response) as never);
    },
  },
  ...['gzip', 'br', 'deflate'].map((encoding): Probe<Requesting> => ({
    name: `a body sent as ${encoding} stays as it is`,
    run: async (client, server) => {
      const response = await respond(client, server.url('json', { encoding }));
      response.setEncoding('latin1');
      return textOf(response);
    },
  })),
  {
    name: 'trailers',
    run: async (client, server) => {
      const response = await respond(client, server.url('trailers'));
      const before = { ...response.trailers };
      const text = await textOf(response);
      return [before, text, response.trailers, response.rawTrailers];
    },
  },
  {
    name: 'heads of the 1xx kind',
    run: async (client, server) => {
      const call = send(client, server.url('early'));
      const heads: unknown[] = [];
      call.on('information', ({ statusCode, headers }) =>
        heads.push([statusCode, headers])
      );
      const [response] = (await once(call, 'response')) as [any];
      return [heads, await textOf(response)];
    },
  },
  {
    name: 'a response without a body',
    run: async (client, server) => {
      const response = await respond(client, server.url('empty'));
      return [response.statusCode, await textOf(response)];
    },
    seen: [{ status: 204 }],
  },
  {
    name: 'HEAD',
    run: async (client, server) => {
      const url = server.url('json');
      const response = await respond(client, url, { method: 'HEAD' }, '');
      return [response.headers['content-length'], await textOf(response)];
    },
  },
  ...[400, 429, 500].map((status): Probe<Requesting> => ({
    name: `an answer of ${status}`,
    run: async (client, server) => {
      const response = await respond(client, server.url('json', { status }));
      return [response.statusCode, await textOf(response)];
    },
    seen: [{ status }],
  })),
  {
    name: 'a redirect that node:http does not follow',
    run: async (client, server) => {
      const url = server.url('redirect', { to: '/json' });
      const response = await respond(client, url);
      return [response.headers.location, await textOf(response)];
    },
    seen: [{ status: 307, bytes: 'any' }],
  },
  {
    name: 'a response that nobody listens for is dumped',
    run: async (client, server) => {
      const call = send(client, server.url('json'));
      await once(call, 'close');
      const { res } = call as any;
      return [res?.complete, res?._dumped, res?.readableFlowing];
    },
    seen: [{ bytes: 'any', terminal: ['end', 'abandoned'] }],
  },
  {
    name: 'a response that nobody reads',
    leavesOpen: true,
    run: async (client, server) => {
      const response = await respond(client, server.url('json'));
      await until(() => server.log[0]?.outcome === 'finished');
      await turns();
      return [response.readableFlowing, response.readableEnded];
    },
    seen: [{ terminal: ['end', 'error', 'abandoned'] }],
  },
  {
    name: 'a slow reader holds the server back',
    leavesOpen: true,
    run: async (client, server) => {
      const url = server.url('bytes', { size: 48 << 20 });
      const response = await respond(client, url);
      response.once('data', () => response.pause());
      const sent = await standstill(() => server.log[0]?.sent ?? 0);
      response.destroy();
      return sent < 16 << 20 ? 'bounded' : `sent ${sent} bytes ahead`;
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
];
