// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from 'node:async_hooks';
import { outcomeOf } from '../support/described.ts';
import { insideOf } from '../support/observers.ts';
import type { Probe } from '../support/transcript.ts';
import { turns } from '../support/waiting.ts';
import { bundledUndici, loadUndici } from './undici-calling.ts';
import { type Fetch, post, textOf, ticksUntilSettled } from './fetching.ts';
import { instantDispatcher } from './instant-dispatcher.ts';

// Nobody is asked: the dispatchers of these probes answer themselves.
const inference = 'http://127.0.0.1:4000/v1/chat/completions';

/** An agent behind an interceptor that goes on when it knows more, as that for DNS does. */
function composed(asks: () => Promise<void>): any {
  const { Agent } = loadUndici(bundledUndici!);
  return new Agent().compose(
    (dispatch: any) => (options: any, handler: any) => {
      const fail = handler.onResponseError
        ? (error: unknown) => handler.onResponseError(undefined, error)
        : (error: unknown) => handler.onError(error);
      asks().then(() => dispatch(options, handler), fail);
      return true;
    }
  );
}

export const fetchSurfaceProbes: readonly Probe<Fetch>[] = [
  {
    name: 'the property that holds fetch',
    run: () => {
      const { value, get, set, ...flags } =
        Object.getOwnPropertyDescriptor(globalThis, 'fetch') ?? {};
      const fetch = globalThis.fetch as any;
      return [
        [flags, typeof value, typeof get, typeof set],
        [fetch.name, fetch.length, Object.keys(fetch)],
        Object.getOwnPropertyNames(fetch).sort(),
        Object.getPrototypeOf(fetch) === Function.prototype,
        Object.isExtensible(fetch),
        Object.getOwnPropertyDescriptor(fetch, 'name'),
        Object.getOwnPropertyDescriptor(fetch, 'length'),
        Object.keys(globalThis).includes('fetch'),
      ];
    },
    seen: [],
  },
  {
    name: 'properties that others add to fetch, with symbols and with names',
    run: () => {
      const fetch = globalThis.fetch as any;
      const mark = Symbol('mark');
      Object.assign(fetch, { [mark]: 1, named: 2 });
      const seen = [
        Object.getOwnPropertySymbols(fetch).map(String),
        fetch[mark],
        fetch.named,
        delete fetch[mark],
        delete fetch.named,
      ];
      return [seen, Object.getOwnPropertySymbols(fetch).length];
    },
    seen: [],
  },
  {
    name: 'fetch called with another this',
    run: async (_fetch, server) => {
      const answers: string[] = [];
      for (const self of [undefined, null, globalThis, {}, 7]) {
        const call = globalThis.fetch.call(self as never, server.url('json'));
        answers.push(await (await call).text());
      }
      return answers;
    },
    seen: [{}, {}, {}, {}, {}],
  },
  {
    name: 'fetch as a constructor',
    run: () => outcomeOf(() => typeof new (globalThis.fetch as any)('::bad')),
    raises: 'unhandledRejection',
    seen: 'any',
  },
  {
    name: 'what fetch gives back at once',
    run: (fetch, server) => {
      const call = fetch(server.url('json'), post);
      const kind = [
        call instanceof Promise,
        Object.getPrototypeOf(call) === Promise.prototype,
        Object.getOwnPropertyNames(call),
      ];
      return call.then(response => response.text()).then(text => [kind, text]);
    },
  },
  {
    name: 'what is thrown comes as a rejection',
    run: async fetch => {
      const calls = [() => fetch(undefined), () => fetch('::bad', post)];
      return calls.map(call => {
        try {
          call().catch(() => {});
          return 'rejects';
        } catch {
          return 'throws';
        }
      });
    },
    seen: 'any',
  },
  {
    name: 'microtasks until a refused address is rejected',
    run: async fetch => [
      await ticksUntilSettled(() => fetch('::bad/v1/chat/completions', post)),
      await ticksUntilSettled(() => fetch(undefined, post)),
    ],
    seen: 'any',
  },
  {
    name: 'microtasks until the head is handed over',
    run: fetch =>
      ticksUntilSettled(() =>
        fetch(inference, {
          ...post,
          dispatcher: instantDispatcher(200, ['{}']),
        })
      ),
    seen: 'any',
  },
  {
    name: 'microtasks until the whole body is handed over',
    run: fetch =>
      ticksUntilSettled(async () => {
        const dispatcher = instantDispatcher(200, ['{"a":', '1}']);
        return (await fetch(inference, { ...post, dispatcher })).json();
      }),
    seen: 'any',
  },
  {
    name: 'a dispatcher of the application',
    run: async fetch => {
      const dispatcher = instantDispatcher(201, ['some ', 'text']);
      const response = await fetch(inference, { ...post, dispatcher });
      return [response.status, await response.text(), dispatcher.offered];
    },
    seen: [{ status: 201, bytes: 'any' }],
  },
  {
    name: 'a dispatcher of the application with methods of its own for dispatching and composing',
    run: async fetch => {
      const own = instantDispatcher(201, ['some ', 'text']);
      const dispatcher = { ...own, compose: () => own };
      const response = await fetch(inference, { ...post, dispatcher });
      return [
        response.status,
        await response.text(),
        dispatcher.compose.length,
        dispatcher.compose() === own,
      ];
    },
    seen: [{ status: 201, bytes: 'any' }],
  },
  {
    name: 'a dispatcher that throws',
    run: fetch => {
      const dispatcher = {
        dispatch() {
          throw new RangeError('no dispatch today');
        },
      };
      return outcomeOf(() => fetch(inference, { ...post, dispatcher }));
    },
    seen: [{ terminal: 'error', status: 'none', bytes: 'none' }],
  },
  {
    name: 'a dispatcher that is frozen',
    run: fetch => {
      const dispatcher = Object.freeze(instantDispatcher(200, ['{}']));
      return textOf(fetch, inference, { ...post, dispatcher });
    },
    seen: [{ bytes: 'any' }],
  },
  {
    name: 'a composed dispatcher that asks somebody else before it sends',
    run: async (fetch, server) => {
      const dispatcher = composed(async () => {
        await turns(1);
      });
      const call = fetch(server.url('json'), { ...post, dispatcher });
      const text = await (await call).text();
      await dispatcher.close();
      return text;
    },
    skip: bundledUndici === undefined && 'no npm undici of that version',
  },
  {
    name: 'a composed dispatcher that fails before it sends',
    run: (fetch, server) => {
      const dispatcher = composed(() =>
        Promise.reject(new RangeError('no such host'))
      );
      return outcomeOf(() =>
        fetch(server.url('json'), { ...post, dispatcher })
      );
    },
    seen: [{ terminal: 'error', status: 'none', bytes: 'none' }],
    skip: bundledUndici === undefined && 'no npm undici of that version',
  },
  {
    name: 'the context of the application',
    run: async (fetch, server) => {
      const mine = new AsyncLocalStorage<string>();
      return mine.run('mine', async () => {
        const stores: unknown[] = [];
        const look = (): void => {
          stores.push([mine.getStore(), insideOf.getStore() === undefined]);
        };
        const call = fetch(server.url('sse', { gap: 2, events: 2 }), post);
        look();
        const response = await call;
        look();
        for await (const chunk of response.body as any) {
          void chunk;
          look();
        }
        await turns(1);
        look();
        return stores;
      });
    },
  },
];
