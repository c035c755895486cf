// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { outcomeOf } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import { standstill, turns, until } from '../support/waiting.ts';
import { lengths } from './fetching.ts';
import {
  posting,
  question,
  request,
  textOf,
  type Undici,
} from './undici-calling.ts';

/** `request`, `stream` and `pipeline` of any version. */
export const undiciRequestProbes: readonly Probe<Undici>[] = [
  {
    name: 'request: metadata',
    run: async (client, server) => {
      const opaque = { mine: true };
      const url = server.url('cookies');
      const answer = await request(client, url, { opaque });
      const { date, ...headers } = answer.headers;
      const text = await answer.body.text();
      const { statusCode, trailers, context } = answer;
      const keys = Object.keys(answer).sort();
      const same = answer.opaque === opaque;
      return [
        statusCode,
        typeof date,
        headers,
        trailers,
        context,
        keys,
        same,
        text,
      ];
    },
  },
  ...(['text', 'json', 'arrayBuffer', 'blob'] as const).map(
    (reader): Probe<Undici> => ({
      name: `request: body.${reader}()`,
      run: async (client, server) => {
        const { body } = await request(client, server.url('json'));
        const value = await body[reader]();
        if (value instanceof Blob) return value.text();
        return value instanceof ArrayBuffer ? value.byteLength : value;
      },
    })
  ),
  {
    name: 'request: keys and listeners of the body',
    run: async (client, server) => {
      const { body } = await request(client, server.url('json'));
      const { constructor } = body;
      const events = body.eventNames().map(String);
      const counts = events.map((name: string) => body.listenerCount(name));
      const keys = Object.keys(body).sort();
      await body.text();
      return [constructor.name, events, counts, keys, body.bodyUsed];
    },
  },
  {
    name: 'request: chunks as they were sent',
    run: async (client, server) => {
      const url = server.url('sse', { gap: 5, events: 5 });
      return lengths((await request(client, url)).body);
    },
  },
  {
    name: 'request: data events, pause and resume',
    run: async (client, server) => {
      const { body } = await request(client, server.url('sse', { gap: 2 }));
      let text = '';
      body.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        body.pause();
        setImmediate(() => body.resume());
      });
      await new Promise(resolve => body.on('end', resolve));
      return text;
    },
  },
  {
    name: 'request: body.dump()',
    run: async (client, server) => {
      const { body } = await request(client, server.url('sse', { gap: 1 }));
      return [await body.dump(), body.destroyed];
    },
    seen: [{ terminal: ['end', 'abandoned'], bytes: 'any' }],
  },
  {
    name: 'request: body.destroy() with an error',
    run: async (client, server) => {
      const { body } = await request(client, server.url('hang'));
      const closed = new Promise(resolve => body.on('close', resolve));
      const failed = new Promise<any>(resolve => body.on('error', resolve));
      body.destroy(new RangeError('mine'));
      await closed;
      return [
        (await failed).message,
        await until(() => server.log[0]?.outcome === 'cut'),
      ];
    },
    seen: [{ terminal: ['abandoned', 'error'], bytes: 'any' }],
  },
  {
    name: 'request: break out of the loop',
    run: async (client, server) => {
      const { body } = await request(client, server.url('hang'));
      for await (const chunk of body) {
        void chunk;
        break;
      }
      return until(() => server.log[0]?.outcome === 'cut');
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'request: a small body that nobody reads',
    run: async (client, server) => {
      const { statusCode } = await request(client, server.url('json'));
      await until(() => server.log[0]?.outcome === 'finished');
      await turns();
      return statusCode;
    },
    leavesOpen: true,
    seen: [{ terminal: ['end', 'error', 'abandoned'] }],
  },
  {
    name: 'request: a slow reader holds the server back',
    leavesOpen: true,
    run: async (client, server) => {
      const url = server.url('bytes', { size: 48 << 20 });
      const { body } = await request(client, url);
      body.on('error', () => {});
      body.once('data', () => body.pause());
      const sent = await standstill(() => server.log[0]?.sent ?? 0);
      body.destroy();
      return sent < 16 << 20 ? 'bounded' : `sent ${sent} bytes ahead`;
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  ...Object.entries<() => unknown>({
    'a string': () => question,
    'a Buffer': () => Buffer.from(question),
    'a Uint8Array': () => new TextEncoder().encode(question),
    'a stream': () => Readable.from(['{"model":', '"x"}']),
    'an asynchronous iterable': async function* () {
      yield Buffer.from('{"model":');
      await Promise.resolve();
      yield Buffer.from('"x"}');
    },
    FormData: () => {
      const form = new FormData();
      form.set('model', 'example-model');
      return form;
    },
    'a Blob': () => new Blob([question]),
    null: () => null,
  }).map(([kind, body]): Probe<Undici> => ({
    name: `request: a body that is ${kind}`,
    run: (client, server) =>
      outcomeOf(() => textOf(client, server.url('echo'), { body: body() })),
    // Not every version takes every kind.
    ...(kind === 'FormData' || kind === 'a Blob'
      ? { seen: 'at most one' }
      : {}),
  })),
  ...Object.entries({
    'a list': ['x-mark', 'one', 'X-Other', 'two'],
    'a Map': new Map([['x-mark', 'one']]),
    nothing: undefined,
  }).map(([kind, headers]): Probe<Undici> => ({
    name: `request: headers in ${kind}`,
    run: (client, server) =>
      outcomeOf(() => textOf(client, server.url('echo'), { headers })),
    seen: 'at most one',
  })),
  {
    name: 'request: GET, HEAD and an empty answer',
    run: async (client, server) => {
      const more = { body: null, method: 'GET' };
      const head = { body: null, method: 'HEAD' };
      return [
        await textOf(client, server.url('json'), more),
        await textOf(client, server.url('json'), head),
        await textOf(client, server.url('empty')),
      ];
    },
    seen: [{}, {}, { status: 204 }],
  },
  {
    name: 'request: heads of the 1xx kind',
    run: async (client, server) => {
      const heads: number[] = [];
      const onInfo = (info: any): void => void heads.push(info.statusCode);
      return [await textOf(client, server.url('early'), { onInfo }), heads];
    },
  },
  {
    name: 'request: trailers',
    run: async (client, server) => {
      const answer = await request(client, server.url('trailers'));
      return [await answer.body.text(), answer.trailers];
    },
  },
  {
    name: 'request: an answer of 500',
    run: async (client, server) => {
      const url = server.url('json', { status: 500 });
      const { statusCode, body } = await request(client, url);
      return [statusCode, await body.text()];
    },
    seen: [{ status: 500 }],
  },
  {
    name: 'request: with a callback',
    run: (client, server) =>
      new Promise((resolve, reject) => {
        const { origin } = server;
        const path = new URL(server.url('json')).pathname;
        const { dispatcher, ...rest } = posting(client);
        dispatcher.request(
          { ...rest, origin, path },
          (error: any, data: any) => {
            if (error) reject(error as Error);
            else data.body.text().then(resolve, reject);
          }
        );
      }),
  },
];
