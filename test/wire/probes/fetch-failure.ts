// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { getEventListeners } from 'node:events';
import { closedPort } from '../support/closed-port.ts';
import { outcomeOf } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import { turns, until } from '../support/waiting.ts';
import { type Fetch, lengths, post } from './fetching.ts';

const refused = `http://127.0.0.1:${await closedPort()}/v1/chat/completions`;

/** Reasons that a caller may give up with. */
const reasons: Record<string, unknown> = {
  'no reason': undefined,
  'an error of its own': new RangeError('mine'),
  'a string': 'enough',
  null: null,
  'a frozen object': Object.freeze({ name: 'Frozen', message: 'cold' }),
};

export const fetchFailureProbes: readonly Probe<Fetch>[] = [
  {
    name: 'a refused connection',
    run: fetch => outcomeOf(() => fetch(refused, post)),
    seen: [{ terminal: 'error', status: 'none', bytes: 'none' }],
  },
  {
    name: 'a port that fetch does not talk to',
    run: fetch =>
      outcomeOf(() => fetch('http://127.0.0.1:1/v1/chat/completions', post)),
    seen: [{ terminal: 'error', status: 'none', bytes: 'none' }],
  },
  {
    name: 'a rejection that nobody handles is raised once',
    run: async fetch => {
      void fetch(refused, post);
      await turns(2);
      await new Promise(resolve => setTimeout(resolve, 30));
    },
    seen: [{ terminal: 'error', status: 'none', bytes: 'none' }],
  },
  {
    name: 'a rejection that is handled late',
    run: async fetch => {
      const call = fetch(refused, post);
      await new Promise(resolve => setTimeout(resolve, 30));
      return outcomeOf(() => call);
    },
    seen: [{ terminal: 'error', status: 'none', bytes: 'none' }],
  },
  ...['::no url', '', '/v1/chat/completions', 'http://[/v1/chat/completions'].map(
    (url): Probe<Fetch> => ({
      name: `an address that is none: "${url}"`,
      run: fetch => outcomeOf(() => fetch(url, post)),
      seen: 'at most one',
    })
  ),
  ...['ftp://127.0.0.1', 'data:application/json,{}', 'blob:x', 'about:'].map(
    (start): Probe<Fetch> => ({
      name: `an address of another kind: ${start}`,
      run: fetch =>
        outcomeOf(async () => {
          const response = await fetch(`${start}/v1/chat/completions`, post);
          return response.text();
        }),
      seen: 'at most one',
    })
  ),
  {
    name: 'no arguments at all',
    run: fetch => outcomeOf(() => (fetch as () => unknown)()),
    seen: [],
  },
  {
    name: 'null, a symbol and a number for options',
    run: async (fetch, server) => [
      await outcomeOf(async () => (await fetch(server.url('json'), null)).text()),
      await outcomeOf(() => fetch(server.url('json'), 42)),
      await outcomeOf(() => fetch(Symbol('x'), post)),
    ],
    // Those that are refused may have begun.
    seen: 'any',
  },
  {
    name: 'a GET with a body',
    run: (fetch, server) =>
      outcomeOf(() => fetch(server.url('json'), { body: '{}' })),
    seen: 'at most one',
  },
  {
    name: 'a stream for a body, without duplex',
    run: (fetch, server) =>
      outcomeOf(() =>
        fetch(server.url('json'), { ...post, body: new ReadableStream() })
      ),
    seen: 'at most one',
  },
  {
    name: 'a method that is forbidden, and one that is none',
    run: async (fetch, server) => [
      await outcomeOf(() => fetch(server.url('json'), { method: 'CONNECT' })),
      await outcomeOf(() => fetch(server.url('json'), { method: 'a b' })),
    ],
    // Each of the two may be begun, and is refused before anything is sent.
    seen: 'any',
  },
  {
    name: 'a connection that is cut before the head',
    run: (fetch, server) => outcomeOf(() => fetch(server.url('reset'), post)),
    seen: [{ terminal: 'error', status: 'none', bytes: 'none' }],
  },
  {
    name: 'a connection that is cut in the middle',
    run: (fetch, server) =>
      outcomeOf(async () => (await fetch(server.url('drop'), post)).text()),
    seen: [{ terminal: 'error' }],
  },
  {
    name: 'a connection that is cut between chunks',
    run: async (fetch, server) => {
      const response = await fetch(server.url('drop'), post);
      return outcomeOf(() => lengths(response.body as never));
    },
    seen: [{ terminal: 'error' }],
  },
  {
    name: 'fewer bytes than promised',
    run: (fetch, server) =>
      outcomeOf(async () => (await fetch(server.url('short'), post)).text()),
    seen: [{ terminal: 'error' }],
  },
  {
    name: 'an answer that is not HTTP',
    run: (fetch, server) =>
      outcomeOf(() => fetch(server.url('malformed'), post)),
    seen: [{ terminal: 'error', status: 'none', bytes: 'none' }],
  },
  {
    name: 'a request body that fails half way',
    run: (fetch, server) =>
      outcomeOf(() =>
        fetch(server.url('echo'), {
          method: 'POST',
          duplex: 'half',
          body: (async function* () {
            yield Buffer.from('some');
            await turns();
            throw new RangeError('no more');
          })(),
        })
      ),
    seen: [
      {
        terminal: ['error', 'abandoned'],
        status: 'none',
        bytes: 'none',
        requestBody: 'unknown',
      },
    ],
  },
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
      seen: 'at most one',
    },
  ]),
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
      return [await outcomeOf(() => next), await outcomeOf(() => reader?.closed)];
    },
    seen: [{ terminal: 'abandoned', bytes: 'some' }],
  },
  {
    name: 'AbortSignal.timeout()',
    run: (fetch, server) =>
      outcomeOf(async () => {
        const signal = AbortSignal.timeout(25);
        const response = await fetch(server.url('hang'), { ...post, signal });
        return response.text();
      }),
    seen: [{ terminal: ['abandoned', 'error'], bytes: 'some' }],
  },
  {
    name: 'AbortSignal.any()',
    run: async (fetch, server) => {
      const controller = new AbortController();
      const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(9e3)]);
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
