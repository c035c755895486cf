// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { getEventListeners } from 'node:events';
import { outcomeOf } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import { turns, until } from '../support/waiting.ts';
import { type Fetch, post, ticksUntilSettled } from './fetching.ts';

/** Reasons that a caller may give up with. */
const reasons: Record<string, unknown> = {
  'no reason': undefined,
  'an error of its own': new RangeError('mine'),
  'a string': 'enough',
  null: null,
  'a frozen object': Object.freeze({ name: 'Frozen', message: 'cold' }),
};

/** Reasons that throw when they are looked at: each is compared, never read. */
const throwing: Record<string, () => unknown> = {
  'whose members throw': () =>
    Object.defineProperties(
      {},
      Object.fromEntries(
        ['name', 'code', 'message', 'stack', 'cause'].map(name => [
          name,
          {
            get() {
              throw new RangeError(`no ${name}`);
            },
          },
        ])
      )
    ),
  'behind a proxy that throws': () =>
    new Proxy(
      {},
      {
        get: (_, name) => {
          // What is thrown is no promise: that is asked by the language itself.
          if (name === 'then') return undefined;
          throw new RangeError('nothing to see');
        },
      }
    ),
};

/** Callers who give up. */
export const fetchAbortProbes: readonly Probe<Fetch>[] = [
  ...Object.entries(throwing).map(([kind, reasonOf]): Probe<Fetch> => ({
    name: `abort before the head, with a reason ${kind}`,
    run: async (fetch, server) => {
      const controller = new AbortController();
      const { signal } = controller;
      const call = fetch(server.url('nohead'), { ...post, signal });
      const reason = reasonOf();
      void until(() => server.log.length > 0).then(() =>
        controller.abort(reason)
      );
      return call.then(
        () => 'answered',
        (error: unknown) => (error === reason ? 'the reason' : 'another')
      );
    },
    seen: [{ terminal: 'abandoned', status: 'none', bytes: 'none' }],
  })),
  ...Object.entries(reasons).flatMap(([kind, reason]): Probe<Fetch>[] => [
    {
      name: `abort in the middle, with ${kind}`,
      run: async (fetch, server) => {
        const controller = new AbortController();
        const { signal } = controller;
        const response = await fetch(server.url('hang'), { ...post, signal });
        const text = response.text();
        setTimeout(() => controller.abort(reason), 5);
        return outcomeOf(() => text);
      },
      seen: [{ terminal: 'abandoned', bytes: 'some' }],
    },
    {
      name: `abort before the head, with ${kind}`,
      run: async (fetch, server) => {
        const controller = new AbortController();
        const { signal } = controller;
        const call = fetch(server.url('nohead'), { ...post, signal });
        void until(() => server.log.length > 0).then(() =>
          controller.abort(reason)
        );
        return outcomeOf(() => call);
      },
      seen: [{ terminal: 'abandoned', status: 'none', bytes: 'none' }],
    },
    {
      name: `aborted before the call, with ${kind}`,
      run: (fetch, server) => {
        const signal = AbortSignal.abort(reason);
        return outcomeOf(() => fetch(server.url('json'), { ...post, signal }));
      },
      seen: [{ terminal: 'abandoned', status: 'none', bytes: 'none' }],
    },
    {
      name: `microtasks until a call is rejected that was aborted before, with ${kind}`,
      run: (fetch, server) => {
        const signal = AbortSignal.abort(reason);
        return ticksUntilSettled(() =>
          fetch(server.url('json'), { ...post, signal })
        );
      },
      seen: [{ terminal: 'abandoned', status: 'none', bytes: 'none' }],
    },
  ]),
  {
    name: 'a Request that was aborted before the call',
    run: (fetch, server) => {
      const signal = AbortSignal.abort();
      const request = new Request(server.url('json'), { ...post, signal });
      return ticksUntilSettled(() => fetch(request));
    },
    seen: [
      {
        terminal: 'abandoned',
        status: 'none',
        bytes: 'none',
        requestBody: 'unknown',
      },
    ],
  },
  {
    name: 'a call that was aborted before, and that nobody waits for',
    run: async (fetch, server) => {
      void fetch(server.url('json'), { ...post, signal: AbortSignal.abort() });
      await turns();
    },
    raises: 'unhandledRejection',
    seen: [{ terminal: 'abandoned', status: 'none', bytes: 'none' }],
  },
  {
    name: 'abort with the very error that was given',
    run: async (fetch, server) => {
      const mine = new Error('mine');
      const controller = new AbortController();
      const { signal } = controller;
      const response = await fetch(server.url('hang'), { ...post, signal });
      const text = response.text();
      controller.abort(mine);
      return text.catch((error: unknown) => error === mine);
    },
    seen: [{ terminal: 'abandoned', bytes: 'any' }],
  },
  {
    name: 'abort in the same turn as the call',
    run: async (fetch, server) => {
      const controller = new AbortController();
      const { signal } = controller;
      const call = fetch(server.url('json'), { ...post, signal });
      controller.abort();
      return outcomeOf(() => call);
    },
    seen: 'at most one',
    leavesOpen: true,
  },
  {
    name: 'abort after the end changes nothing',
    run: async (fetch, server) => {
      const controller = new AbortController();
      const { signal } = controller;
      const response = await fetch(server.url('json'), { ...post, signal });
      const text = await response.text();
      controller.abort();
      return [text, response.bodyUsed];
    },
  },
  {
    name: 'abort through the signal of a Request',
    run: async (fetch, server) => {
      const controller = new AbortController();
      const { signal } = controller;
      const request = new Request(server.url('hang'), { ...post, signal });
      const response = await fetch(request);
      const reader = response.body?.getReader();
      await reader?.read();
      const next = reader?.read();
      controller.abort();
      return [
        await outcomeOf(() => next),
        await outcomeOf(() => reader?.closed),
      ];
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'AbortSignal.timeout()',
    run: (fetch, server) =>
      outcomeOf(async () => {
        const signal = AbortSignal.timeout(300);
        const response = await fetch(server.url('hang'), { ...post, signal });
        return response.text();
      }),
    seen: [{ terminal: ['abandoned', 'error'], bytes: 'some' }],
  },
  {
    name: 'AbortSignal.any()',
    run: async (fetch, server) => {
      const controller = new AbortController();
      const signal = AbortSignal.any([
        controller.signal,
        AbortSignal.timeout(9e3),
      ]);
      const response = await fetch(server.url('hang'), { ...post, signal });
      const text = response.text();
      setTimeout(() => controller.abort('any of them'), 5);
      return outcomeOf(() => text);
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'listeners on the signal of the caller',
    run: async (fetch, server) => {
      const { signal } = new AbortController();
      const counts = [getEventListeners(signal, 'abort').length];
      const call = fetch(server.url('json'), { ...post, signal });
      counts.push(getEventListeners(signal, 'abort').length);
      const response = await call;
      counts.push(getEventListeners(signal, 'abort').length);
      await response.text();
      counts.push(getEventListeners(signal, 'abort').length);
      return counts;
    },
  },
  {
    name: 'cancel() of a reader',
    run: async (fetch, server) => {
      const response = await fetch(server.url('hang'), post);
      const reader = response.body?.getReader();
      await reader?.read();
      await reader?.cancel('bye');
      const next = await outcomeOf(() => reader?.read());
      await until(() => server.log[0]?.outcome === 'cut');
      return [next, response.bodyUsed];
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'cancel() of a body that was never read',
    run: async (fetch, server) => {
      const response = await fetch(server.url('hang'), post);
      await response.body?.cancel(new RangeError('not wanted'));
      return until(() => server.log[0]?.outcome === 'cut');
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'break out of the loop',
    run: async (fetch, server) => {
      const response = await fetch(server.url('hang'), post);
      for await (const chunk of response.body as any) {
        void chunk;
        break;
      }
      return until(() => server.log[0]?.outcome === 'cut');
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'an error thrown in the loop',
    run: async (fetch, server) => {
      const response = await fetch(server.url('hang'), post);
      const outcome = await outcomeOf(async () => {
        for await (const chunk of response.body as any) {
          throw new RangeError(`did not like ${chunk.length} bytes`);
        }
      });
      return [outcome, await until(() => server.log[0]?.outcome === 'cut')];
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'a body still open when the server goes',
    leavesOpen: true,
    run: async (fetch, server) =>
      (await fetch(server.url('hang'), post)).bodyUsed,
    seen: [{ terminal: ['error', 'abandoned'], bytes: 'some' }],
  },
];
