// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { urlToHttpOptions } from 'node:url';
import { outcomeOf } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import {
  question,
  respond,
  responseOf,
  type Requesting,
  start,
  textOf,
} from './requesting.ts';

const post = { method: 'POST' };

/** The ways to say where a request goes. */
const addresses: Record<
  string,
  (client: Requesting, url: string, answer: (response: any) => void) => any
> = {
  'a string': ({ request, base }, url, answer) =>
    request(url, { ...post, ...base }, answer),
  'a URL': ({ request, base }, url, answer) =>
    request(new URL(url), { ...post, ...base }, answer),
  options: ({ request, base }, url, answer) =>
    request({ ...urlToHttpOptions(new URL(url)), ...post, ...base }, answer),
  'options with host instead of hostname': ({ request, base }, url, answer) => {
    const { hostname: host, port, pathname, search } = new URL(url);
    const path = pathname + search;
    return request({ host, port, path, ...post, ...base }, answer);
  },
  'options that are frozen': ({ request, base }, url, answer) =>
    request(url, Object.freeze({ ...post, ...base }), answer),
  'options on top of a URL that says otherwise': (
    { request, base },
    url,
    answer
  ) => {
    const { pathname: path, search } = new URL(url);
    const other = new URL('/other/place', url);
    return request(other, { path: path + search, ...post, ...base }, answer);
  },
};

export const httpRequestProbes: readonly Probe<Requesting>[] = [
  ...Object.entries(addresses).map(([kind, begin]): Probe<Requesting> => ({
    name: `an address in ${kind}`,
    run: async (client, server) => {
      const response = await new Promise<any>((resolve, reject) => {
        const url = server.url('echo', { kind: 'address' });
        begin(client, url, resolve).on('error', reject).end(question);
      });
      return textOf(response);
    },
  })),
  {
    name: 'get() ends by itself',
    run: async ({ get, base }, server) => {
      const call = get(server.url('json'), base);
      return [call.method, await textOf(await responseOf(call))];
    },
    // Nobody asks a model by a GET that is not even spelled out.
    seen: 'at most one',
  },
  {
    name: 'get() with a callback, and options alone',
    run: ({ get, base }, server) =>
      new Promise((resolve, reject) => {
        const options = urlToHttpOptions(new URL(server.url('json')));
        get({ ...options, ...base }, (response: any) => {
          textOf(response).then(resolve, reject);
        });
      }),
    seen: 'at most one',
  },
  {
    name: 'get() with the method of another',
    run: async ({ get, base }, server) => {
      const call = get(server.url('json'), { ...base, method: 'POST' });
      return [call.method, await textOf(await responseOf(call))];
    },
  },
  {
    name: 'write() in pieces, with callbacks',
    run: async (client, server) => {
      const call = start(client, server.url('echo'));
      const order: string[] = [];
      const results = [
        call.write('{"model":', () => order.push('first')),
        call.write(Buffer.from('"Grüße"'), () => order.push('second')),
        call.write('7d', 'hex', () => order.push('third')),
      ];
      call.end(() => order.push('end'));
      const text = await textOf(await responseOf(call));
      return [text, results, order];
    },
  },
  {
    name: 'end() with a chunk, an encoding and a callback',
    run: async (client, server) => {
      const call = start(client, server.url('echo'));
      let ended = 0;
      call.end('R3LDvMOfZQ==', 'base64', () => ended++);
      return [await textOf(await responseOf(call)), ended, call.writableEnded];
    },
  },
  {
    name: 'end() gives back the request, and write() after it fails',
    run: async (client, server) => {
      const call = start(client, server.url('echo'));
      const same = call.end('{}') === call;
      const fails = once(call, 'error');
      call.write('too late');
      const [error] = await fails;
      return [same, error.code];
    },
    // The connection may have been made by then, or not.
    raises: 'any',
    seen: 'at most one',
  },
  {
    name: 'a write of the wrong kind',
    run: async (client, server) => {
      const call = start(client, server.url('echo'));
      const wrong = await outcomeOf(() => call.write(42));
      const empty = await outcomeOf(() => call.write(null));
      call.end('{}');
      return [wrong, empty, await textOf(await responseOf(call))];
    },
  },
  {
    name: 'a body that is piped in',
    run: async (client, server) => {
      const call = start(client, server.url('echo'));
      const answered = responseOf(call);
      await pipeline(Readable.from(['{"model"', ':"piped"}']), call);
      return textOf(await answered);
    },
  },
  {
    name: 'a big body, with drain',
    run: async (client, server) => {
      const call = start(client, server.url('echo'));
      const block = Buffer.alloc(256 * 1024, 97);
      for (let index = 0; index < 4; index++) {
        if (!call.write(block)) await once(call, 'drain');
      }
      call.end();
      return textOf(await responseOf(call));
    },
  },
  {
    name: 'a body that the application overwrites after write()',
    run: async (client, server) => {
      const call = start(client, server.url('echo'));
      const block = Buffer.from('{"model":"x"}');
      await new Promise<void>(resolve => {
        call.write(block, () => resolve());
      });
      block.fill(0);
      call.end();
      return textOf(await responseOf(call));
    },
  },
  {
    name: 'a content-length of the caller',
    run: async (client, server) => {
      const headers = { 'Content-Length': question.length };
      return textOf(await respond(client, server.url('echo'), { headers }));
    },
  },
  {
    name: 'flushHeaders() before the body',
    run: async (client, server) => {
      const call = start(client, server.url('echo'));
      call.flushHeaders();
      const state = [call.headersSent];
      call.end(question);
      return [state, await textOf(await responseOf(call))];
    },
  },
  {
    name: 'setHeader(), appendHeader() and removeHeader() after the start',
    run: async (client, server) => {
      const call = start(client, server.url('echo'), {
        headers: { 'X-First': '1', 'x-gone': '2' },
      });
      call.setHeader('X-Mark', ['one', 'two']);
      call.appendHeader('x-mark', 'three');
      call.removeHeader('x-gone');
      call.end(question);
      const names = [call.getHeaderNames(), call.getRawHeaderNames()];
      return [names, await textOf(await responseOf(call))];
    },
  },
  {
    name: 'headers and options with getters, asked as often as Node does',
    run: async (client, server) => {
      const asked: string[] = [];
      const headers = {
        get 'x-mark'() {
          asked.push('x-mark');
          return 'one';
        },
      };
      const options = {
        headers,
        get timeout() {
          asked.push('timeout');
          return 5000;
        },
      };
      return [
        await textOf(await respond(client, server.url('echo'), options)),
        asked,
      ];
    },
  },
  {
    name: 'headers as a flat list',
    run: async (client, server) => {
      const headers = ['X-One', '1', 'x-two', '2', 'Host', 'example'];
      return textOf(await respond(client, server.url('echo'), { headers }));
    },
  },
  ...['post', 'Post', 'PUT', 'PATCH'].map((method): Probe<Requesting> => ({
    name: `method ${method}`,
    run: async (client, server) => {
      const call = start(client, server.url('echo'), { method });
      call.end(question);
      return [call.method, await textOf(await responseOf(call))];
    },
  })),
];
