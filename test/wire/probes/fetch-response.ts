// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { inspect } from 'node:util';
import { outcomeOf, withoutPorts } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import { type Fetch, lengths, post, textOf } from './fetching.ts';

const isOld = Number(process.versions.node.split('.')[0]) < 22;

/** What can be done with a response. */
export const fetchResponseProbes: readonly Probe<Fetch>[] = [
  {
    name: 'response metadata',
    run: async (fetch, server) => {
      const response = await fetch(server.url('cookies'), post);
      const { type, status, statusText, ok, redirected, headers } = response;
      const url = withoutPorts(response.url);
      const head = [...headers].filter(([name]) => name !== 'date');
      const cookies = headers.getSetCookie?.();
      const body = await response.text();
      return [
        type,
        status,
        statusText,
        ok,
        redirected,
        url,
        head,
        cookies,
        body,
      ];
    },
  },
  {
    name: 'class, brand and own keys of a response',
    run: async (fetch, server) => {
      const response = await fetch(server.url('json'), post);
      const names = Object.getOwnPropertyNames(response);
      const symbols = Object.getOwnPropertySymbols(response).length;
      const body = response.body as object;
      // An undici of npm has a class of its own.
      const Response = response.constructor as typeof globalThis.Response;
      return [
        response instanceof globalThis.Response,
        Response === globalThis.Response,
        Object.getPrototypeOf(response) === Response.prototype,
        Object.prototype.toString.call(response),
        names,
        symbols,
        Object.getOwnPropertyNames(body),
        Object.getOwnPropertySymbols(body).length,
        Object.getPrototypeOf(body) === ReadableStream.prototype,
        Object.isExtensible(response),
        inspect(response, { depth: 0 }).replace(/\d+/g, '#'),
        await Response.prototype.text.call(response),
      ];
    },
  },
  {
    name: 'getters of the prototype, called on a response',
    run: async (fetch, server) => {
      const response = await fetch(server.url('json'), post);
      const prototype = Object.getPrototypeOf(response) as Response;
      const used = Object.getOwnPropertyDescriptor(prototype, 'bodyUsed')?.get;
      const before: unknown = used?.call(response);
      await response.text();
      return [before, used?.call(response) as unknown];
    },
  },
  {
    name: 'headers of a response are immutable',
    run: async (fetch, server) => {
      const response = await fetch(server.url('json'), post);
      await response.text();
      return outcomeOf(() => response.headers.set('x', '1'));
    },
  },
  {
    name: 'the same body and headers at each look',
    run: async (fetch, server) => {
      const response = await fetch(server.url('json'), post);
      const same = [
        response.body === response.body,
        response.headers === response.headers,
        response.body instanceof ReadableStream,
      ];
      await response.arrayBuffer();
      return same;
    },
  },
  ...(['text', 'json', 'arrayBuffer', 'bytes', 'blob'] as const).map(
    (reader): Probe<Fetch> => ({
      name: `${reader}()`,
      skip: reader === 'bytes' && isOld && 'not in this Node.js',
      run: async (fetch, server) => {
        const response = await fetch(server.url('json'), post);
        const value: unknown = await (response as any)[reader]();
        if (value instanceof Blob) return [value.type, await value.text()];
        if (value instanceof ArrayBuffer) return Buffer.from(value).toString();
        return value;
      },
    })
  ),
  {
    name: 'formData() of something else',
    run: async (fetch, server) => {
      const response = await fetch(server.url('json'), post);
      return outcomeOf(() => response.formData());
    },
    // Some versions refuse without reading.
    seen: [{ terminal: ['end', 'error', 'abandoned'], bytes: 'some' }],
  },
  {
    name: 'json() of something else',
    run: async (fetch, server) => {
      const response = await fetch(server.url('sse'), post);
      return outcomeOf(() => response.json());
    },
  },
  ...['gzip', 'br', 'deflate'].map((encoding): Probe<Fetch> => ({
    name: `a body sent as ${encoding}`,
    run: (fetch, server) => textOf(fetch, server.url('json', { encoding })),
  })),
  {
    name: 'a gzip stream, event by event',
    run: async (fetch, server) => {
      const response = await fetch(server.url('gzipsse', { events: 4 }), post);
      return lengths(response.body as AsyncIterable<Uint8Array>);
    },
  },
  {
    name: 'a big body',
    run: async (fetch, server) =>
      (await textOf(fetch, server.url('json', { kilobytes: 700 }))).length,
  },
];
