// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { closedPort } from '../../support/closed-port.ts';
import { outcomeOf } from '../support/described.ts';
import { type Expected, type Probe, raised } from '../support/transcript.ts';
import { turns } from '../support/waiting.ts';
import { type Fetch, lengths, post, ticksUntilSettled } from './fetching.ts';

const refused = `http://127.0.0.1:${await closedPort()}/v1/chat/completions`;

/** Options that fetch refuses before anything is sent; fresh ones for each call. */
const refusals: Record<string, () => object> = {
  'a GET with a body': () => ({ body: '{}' }),
  'a stream for a body, without duplex': () => ({
    ...post,
    body: new ReadableStream(),
  }),
  'a body that was read before': () => ({ ...post, body: readStream() }),
  'a header that is none': () => ({ ...post, headers: { 'a b': 'c' } }),
  'a mode that is none': () => ({ ...post, mode: 'sideways' }),
  'a window': () => ({ ...post, window: 7 }),
  'a signal that is none': () => ({ ...post, signal: 'stop' }),
  'a cache that may not be asked': () => ({ ...post, cache: 'only-if-cached' }),
};

const nothingSent: Expected = {
  terminal: 'error',
  status: 'none',
  bytes: 'none',
  requestBody: 'unknown',
};

function readStream(): ReadableStream {
  const stream = new ReadableStream();
  stream.getReader();
  return stream;
}

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
      await raised('unhandledRejection');
    },
    raises: 'unhandledRejection',
    seen: [{ terminal: 'error', status: 'none', bytes: 'none' }],
  },
  {
    name: 'a rejection that is handled late',
    run: async fetch => {
      const call = fetch(refused, post);
      await raised('unhandledRejection');
      return outcomeOf(() => call);
    },
    raises: 'unhandledRejection',
    seen: [{ terminal: 'error', status: 'none', bytes: 'none' }],
  },
  ...[
    '::no url',
    '',
    '/v1/chat/completions',
    'http://[/v1/chat/completions',
  ].map((url): Probe<Fetch> => ({
    name: `an address that is none: "${url}"`,
    run: fetch => outcomeOf(() => fetch(url, post)),
    seen: 'at most one',
  })),
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
      await outcomeOf(async () =>
        (await fetch(server.url('json'), null)).text()
      ),
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
  ...Object.entries(refusals).map(([kind, options]): Probe<Fetch> => ({
    name: `outcome, and microtasks until it is there: ${kind}`,
    run: async (fetch, server) => {
      const call = () => fetch(server.url('json'), options());
      return [await ticksUntilSettled(call), await outcomeOf(call)];
    },
    seen: [nothingSent, nothingSent],
  })),
  {
    name: 'microtasks until an address with credentials is refused',
    run: (fetch, server) => {
      const url = server.url('json').replace('//', '//user:secret@');
      return ticksUntilSettled(() => fetch(url, post));
    },
    seen: [nothingSent],
  },
  {
    name: 'microtasks until a port is refused that fetch does not talk to',
    run: fetch =>
      ticksUntilSettled(() =>
        fetch('http://127.0.0.1:1/v1/chat/completions', post)
      ),
    seen: [{ terminal: 'error', status: 'none', bytes: 'none' }],
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
];
