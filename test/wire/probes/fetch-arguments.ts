// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Probe } from '../support/transcript.ts';
import { type Fetch, post, textOf } from './fetching.ts';

/** Arguments that notice who reads them. */
export const fetchArgumentProbes: readonly Probe<Fetch>[] = [
  {
    name: 'options behind a proxy, each asked for as often as fetch does',
    run: async (fetch, server) => {
      const asked: string[] = [];
      const note =
        (trap: string) =>
        (...[target, key]: [object, PropertyKey]): unknown => {
          asked.push(`${trap} ${String(key)}`);
          return (Reflect as any)[trap](target, key);
        };
      const init = new Proxy(post, {
        get: note('get'),
        has: note('has'),
        getOwnPropertyDescriptor: note('getOwnPropertyDescriptor'),
        getPrototypeOf: note('getPrototypeOf'),
      } as any);
      return [await textOf(fetch, server.url('echo'), init), asked];
    },
    transport: 'undici',
  },
  {
    name: 'options with getters, each asked as often as fetch does',
    run: async (fetch, server) => {
      const asked: string[] = [];
      class Options {
        get method() {
          asked.push('method');
          return 'POST';
        }
        get body() {
          asked.push('body');
          return post.body;
        }
        get signal() {
          asked.push('signal');
          return undefined;
        }
      }
      return [await textOf(fetch, server.url('echo'), new Options()), asked];
    },
    transport: 'undici',
  },
  {
    name: 'a Request for options',
    run: (fetch, server) => {
      const request = new Request(server.url('json'), post);
      return textOf(fetch, server.url('echo'), request);
    },
    transport: 'undici',
  },
  {
    name: 'addresses that are asked as often as fetch does',
    run: async (fetch, server) => {
      const asked: string[] = [];
      const address = Object.create(new URL(server.url('echo')), {
        href: { get: () => asked.push('href') },
        toString: {
          value: () => {
            asked.push('toString');
            return server.url('echo');
          },
        },
      }) as URL;
      const looksLikeRequest = {
        get url() {
          asked.push('url');
          return 'http://127.0.0.1';
        },
        get method() {
          asked.push('method');
          return 'POST';
        },
        toString: () => server.url('echo'),
      };
      return [
        await textOf(fetch, address as never),
        await textOf(fetch, looksLikeRequest as never),
        asked,
      ];
    },
    seen: [{}, {}],
    transport: 'undici',
  },
  {
    name: 'headers that can be gone through but once',
    run: (fetch, server) =>
      textOf(fetch, server.url('echo'), {
        ...post,
        headers: (function* () {
          yield ['X-Mark', 'one'];
          yield ['X-Other', 'two'];
        })(),
      }),
  },
  {
    name: 'headers with a getter',
    run: async (fetch, server) => {
      let asked = 0;
      const headers = {
        get 'x-mark'() {
          asked++;
          return 'one';
        },
      };
      return [
        await textOf(fetch, server.url('echo'), { ...post, headers }),
        asked,
      ];
    },
  },
];
