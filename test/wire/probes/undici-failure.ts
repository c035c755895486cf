// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { EventEmitter } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { outcomeOf } from '../support/described.ts';
import { type Probe, raised } from '../support/transcript.ts';
import { until } from '../support/waiting.ts';
import { closedPort } from '../../support/closed-port.ts';
import { posting, request, textOf, type Undici } from './undici-calling.ts';

const nobody = await closedPort();

const nothing = { status: 'none', bytes: 'none' } as const;

/** Calls that fail, are given up, or go through `stream` and `pipeline`. */
export const undiciFailureProbes: readonly Probe<Undici>[] = [
  ...['drop', 'short'].map((kind): Probe<Undici> => ({
    name: `request: a body that is cut (${kind})`,
    run: (client, server) => outcomeOf(() => textOf(client, server.url(kind))),
    seen: [{ terminal: 'error' }],
  })),
  ...['reset', 'malformed'].map((kind): Probe<Undici> => ({
    name: `request: no head comes (${kind})`,
    run: (client, server) => outcomeOf(() => textOf(client, server.url(kind))),
    seen: [{ terminal: 'error', ...nothing }],
  })),
  {
    name: 'request: a refused connection',
    run: client =>
      outcomeOf(() =>
        textOf(client, `http://127.0.0.1:${nobody}/v1/chat/completions`)
      ),
    seen: [{ terminal: 'error', ...nothing }],
  },
  {
    name: 'request: a rejection that nobody handles is raised once',
    run: async client => {
      void request(client, `http://127.0.0.1:${nobody}/v1/chat/completions`);
      await raised('unhandledRejection');
    },
    raises: 'unhandledRejection',
    seen: [{ terminal: 'error', ...nothing }],
  },
  {
    name: 'request: wrong arguments',
    run: async ({ undici, dispatcher }, server) => [
      await outcomeOf(() => undici.request()),
      await outcomeOf(() => undici.request('::bad/v1/chat/completions')),
      await outcomeOf(() =>
        undici.request(server.url('json'), { method: 'A B', dispatcher })
      ),
      await outcomeOf(() =>
        undici.request(server.url('json'), {
          body: 42,
          method: 'POST',
          dispatcher,
        })
      ),
    ],
    seen: 'any',
  },
  {
    name: 'request: abort in the middle, with a reason',
    run: async (client, server) => {
      const controller = new AbortController();
      const { signal } = controller;
      const { body } = await request(client, server.url('hang'), { signal });
      const text = body.text();
      setTimeout(() => controller.abort(new RangeError('mine')), 5);
      return outcomeOf(() => text);
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'request: abort before the head',
    run: async (client, server) => {
      const controller = new AbortController();
      const { signal } = controller;
      const call = request(client, server.url('nohead'), { signal });
      void until(() => server.log.length > 0).then(() => controller.abort());
      return outcomeOf(() => call);
    },
    seen: [{ terminal: 'abandoned', ...nothing }],
  },
  {
    name: 'request: aborted before the call',
    run: (client, server) =>
      outcomeOf(() =>
        request(client, server.url('json'), { signal: AbortSignal.abort() })
      ),
    seen: 'at most one',
  },
  {
    name: 'request: abort by an event emitter',
    run: async (client, server) => {
      const signal = new EventEmitter();
      const { body } = await request(client, server.url('hang'), { signal });
      const text = body.text();
      setTimeout(() => signal.emit('abort'), 5);
      return outcomeOf(() => text);
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'stream()',
    run: async (client, server) => {
      const parts: Buffer[] = [];
      const heads: unknown[] = [];
      const { undici } = client;
      const result = await undici.stream(
        server.url('sse', { gap: 2 }),
        posting(client, { opaque: 'mine' }),
        ({ statusCode, opaque }: any) => {
          heads.push([statusCode, opaque]);
          return new Writable({
            write(chunk: Buffer, _encoding, done) {
              parts.push(chunk);
              done();
            },
          });
        }
      );
      return [Buffer.concat(parts).toString(), heads, Object.keys(result)];
    },
  },
  {
    name: 'stream() into a sink that fails',
    run: (client, server) =>
      outcomeOf(() =>
        client.undici.stream(
          server.url('hang'),
          posting(client),
          () =>
            new Writable({
              write(_chunk, _encoding, done) {
                done(new RangeError('full'));
              },
            })
        )
      ),
    seen: [{ terminal: ['abandoned', 'error'], bytes: 'some' }],
  },
  {
    name: 'stream() with a factory that throws',
    run: (client, server) =>
      outcomeOf(() =>
        client.undici.stream(server.url('json'), posting(client), () => {
          throw new RangeError('no sink');
        })
      ),
    seen: [{ terminal: ['abandoned', 'error', 'end'], bytes: 'any' }],
  },
  {
    name: 'pipeline()',
    run: async (client, server) => {
      const { body: _, ...rest } = posting(client);
      const duplex = client.undici.pipeline(
        server.url('echo'),
        rest,
        ({ body }: any) => body.pipe(new PassThrough())
      );
      duplex.write('{"model":');
      duplex.end('"x"}');
      let text = '';
      for await (const chunk of duplex) text += String(chunk);
      return text;
    },
  },
  {
    name: 'pipeline() that is destroyed',
    run: async (client, server) => {
      const { body: _, ...rest } = posting(client);
      const duplex = client.undici.pipeline(
        server.url('hang'),
        rest,
        ({ body }: any) => body
      );
      duplex.end('{}');
      duplex.once('data', () => duplex.destroy(new RangeError('mine')));
      return new Promise(resolve =>
        duplex.on('error', (error: Error) => resolve(error.message))
      );
    },
    seen: [{ terminal: ['abandoned', 'error'], bytes: 'some' }],
  },
];
