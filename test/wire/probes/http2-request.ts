// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import http2 from 'node:http2';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { outcomeOf } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import {
  headOf,
  type Http2Calling,
  posting,
  question,
  send,
  sessionTo,
  textOf,
} from './http2-calling.ts';

const nodeMajor = Number(process.versions.node.split('.')[0]);
const type = 'content-type';

/** The ways to say where a request goes. */
const headers: Record<string, (url: string) => any> = {
  'pseudo-headers': url => posting(url),
  'pseudo-headers that come last': url => ({ [type]: 'a/b', ...posting(url) }),
  'an authority': url => posting(url, { ':authority': new URL(url).host }),
  'a scheme': url =>
    posting(url, { ':scheme': new URL(url).protocol.slice(0, -1) }),
  'names in upper case': url => posting(url, { 'X-Mark': 'Up', HOST: 'x.y' }),
  'several values': url => posting(url, { 'x-many': ['1', '2'] }),
  'what is sensitive': url =>
    posting(url, {
      authorization: 'secret',
      [http2.sensitiveHeaders]: ['authorization'],
    }),
  'what is frozen': url => Object.freeze(posting(url)),
  'a record without a prototype': url =>
    Object.assign(Object.create(null), posting(url)),
};

export const http2RequestProbes: readonly Probe<Http2Calling>[] = [
  ...Object.entries(headers).map(([kind, headersFor]): Probe<Http2Calling> => ({
    name: `headers with ${kind}`,
    run: async (client, server) => {
      const url = server.url('echo');
      const given = headersFor(url);
      const before = Reflect.ownKeys(given).length;
      const stream = sessionTo(client, url).request(given);
      stream.end(question);
      const sent = Object.keys(stream.sentHeaders ?? {});
      const kept = Reflect.ownKeys(given).length - before;
      return [await textOf(stream), sent, kept];
    },
  })),
  {
    name: 'headers in a flat array',
    skip: nodeMajor < 24 && 'needs Node.js 24',
    run: async (client, server) => {
      const url = server.url('echo');
      const flat = Object.entries(posting(url)).flat();
      const stream = sessionTo(client, url).request(flat as never);
      stream.end(question);
      return textOf(stream);
    },
  },
  {
    name: 'a GET by default',
    run: async (client, server) => {
      const url = server.url('echo');
      const { ':path': path } = posting(url);
      return textOf(sessionTo(client, url).request({ ':path': path }));
    },
    seen: 'at most one',
  },
  {
    name: 'nothing at all',
    run: async (client, server) => {
      const session = sessionTo(client, server.url('json'));
      const stream = session.request();
      const head = await headOf(stream);
      stream.resume();
      return [head[':status'], stream.sentHeaders?.[':path']];
    },
    seen: [],
  },
  {
    name: 'a path that is not ours',
    run: async (client, server) => {
      const session = sessionTo(client, server.url('json'));
      const stream = session.request(posting(`${server.origin}/json/v1/files`));
      stream.end('{}');
      return [await textOf(stream), Object.getOwnPropertyNames(stream).length];
    },
    seen: [],
  },
  {
    name: 'a body in pieces, with callbacks',
    run: async (client, server) => {
      const url = server.url('echo');
      const stream = sessionTo(client, url).request(posting(url));
      const order: string[] = [];
      const results = [
        stream.write('{"model":', () => order.push('first')),
        stream.write(Buffer.from('"Grüße"'), () => order.push('second')),
        stream.write('7d', 'hex', () => order.push('third')),
      ];
      stream.end(() => order.push('end'));
      return [await textOf(stream), results, order];
    },
  },
  {
    name: 'end() with a chunk, an encoding and a callback',
    run: async (client, server) => {
      const url = server.url('echo');
      const stream = sessionTo(client, url).request(posting(url));
      let ended = 0;
      const same = stream.end('R3LDvMOfZQ==', 'base64', () => ended++);
      return [await textOf(stream), ended, (same as unknown) === stream];
    },
  },
  {
    name: 'write() after end() fails',
    run: async (client, server) => {
      const stream = send(client, server.url('json'));
      const failed = once(stream, 'error');
      const result = stream.write('more');
      const [error] = await failed;
      return [result, error.code];
    },
    seen: [
      {
        terminal: ['error', 'abandoned', 'end'],
        status: 'none',
        bytes: 'any',
        requestBody: 'unknown',
      },
    ],
    leavesOpen: true,
  },
  {
    name: 'a body from a pipeline',
    run: async (client, server) => {
      const url = server.url('echo');
      const stream = sessionTo(client, url).request(posting(url));
      const parts = ['{"model":', '"example', '-model"}'];
      await pipeline(Readable.from(parts), stream, { end: true }).catch(
        () => {}
      );
      return textOf(stream);
    },
    seen: 'any',
  },
  {
    name: 'a body from pipe()',
    run: async (client, server) => {
      const url = server.url('echo');
      const stream = sessionTo(client, url).request(posting(url));
      Readable.from([Buffer.alloc(300_000, 32), question]).pipe(stream);
      return textOf(stream);
    },
  },
  {
    name: 'no body, and the stream ended from the start',
    run: async (client, server) => {
      const url = server.url('echo');
      const session = sessionTo(client, url);
      const stream = session.request(posting(url), { endStream: true });
      return [await textOf(stream), stream.writableEnded];
    },
  },
  {
    name: 'trailers of the request',
    run: async (client, server) => {
      const url = server.url('echo');
      const session = sessionTo(client, url);
      const stream = session.request(posting(url), { waitForTrailers: true });
      let wanted = 0;
      stream.on('wantTrailers', () => {
        wanted++;
        stream.sendTrailers({ 'x-checksum': 'abc' });
      });
      stream.end(question);
      return [await textOf(stream), wanted, stream.sentTrailers];
    },
  },
  {
    name: 'several streams of one session at once',
    parallel: true,
    run: async (client, server) => {
      const session = sessionTo(client, server.origin);
      return Promise.all(
        Array.from({ length: 8 }, (_, mark) => {
          const url = server.url('sse', { mark, gap: 1 + (mark % 3) });
          const stream = session.request(posting(url));
          stream.end(`{"mark":${mark}}`);
          return textOf(stream);
        })
      );
    },
    seen: Array.from({ length: 8 }, () => ({})),
  },
  {
    name: 'one stream after the other',
    run: async (client, server) => {
      const url = server.url('json');
      const session = sessionTo(client, url);
      const texts: string[] = [];
      for (let index = 0; index < 3; index++) {
        const stream = session.request(posting(url));
        stream.end(question);
        texts.push(await textOf(stream));
      }
      return texts;
    },
    seen: [{}, {}, {}],
  },
  {
    name: 'a session that was promised',
    run: async (client, server) => {
      const url = server.url('json');
      const promised = promisify(client.connect) as unknown as (
        ...args: unknown[]
      ) => Promise<http2.ClientHttp2Session>;
      const session = await promised(server.origin, client.base);
      client.sessions.push(session);
      const stream = session.request(posting(url));
      stream.end(question);
      return [await textOf(stream), session.listenerCount('error')];
    },
  },
  {
    name: 'a session with a listener, and by a URL and by its parts',
    run: async (client, server) => {
      const url = server.url('json');
      const { protocol, hostname, port } = new URL(url);
      const texts: string[] = [];
      for (const authority of [
        new URL(server.origin),
        { protocol, hostname, port },
        { protocol, host: hostname, port: Number(port) },
      ]) {
        const session = await new Promise<http2.ClientHttp2Session>(resolve => {
          const made = client.connect(authority, client.base, () =>
            resolve(made)
          );
        });
        client.sessions.push(session);
        const stream = session.request(posting(url));
        stream.end(question);
        texts.push(await textOf(stream));
      }
      return texts;
    },
    seen: [{}, {}, {}],
  },
  {
    name: 'what cannot be connected to, refused at once',
    run: async client =>
      Promise.all(
        [[], [''], ['::no url'], [null], [7], ['ftp://127.0.0.1'], [{}, 7]].map(
          args => outcomeOf(() => client.connect(...args) && 'begun')
        )
      ),
    seen: [],
  },
];
