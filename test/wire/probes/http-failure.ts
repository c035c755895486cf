// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { closedPort } from '../../support/closed-port.ts';
import { outcomeOf } from '../support/described.ts';
import { type Probe, raised } from '../support/transcript.ts';
import {
  respond,
  type Requesting,
  send,
  storyOf,
  textOf,
} from './requesting.ts';

const PATH = '/v1/chat/completions';
const nobody = await closedPort();

const nothing = { status: 'none', bytes: 'none' } as const;

export const httpFailureProbes: readonly Probe<Requesting>[] = [
  {
    name: 'a refused connection',
    run: client => {
      const { protocol } = client.base.agent as never as { protocol: string };
      return storyOf(send(client, `${protocol}//127.0.0.1:${nobody}${PATH}`));
    },
    seen: [{ terminal: 'error', ...nothing }],
  },
  {
    name: 'an error that nobody listens for is uncaught, once',
    run: async client => {
      const { protocol } = client.base.agent as never as { protocol: string };
      send(client, `${protocol}//127.0.0.1:${nobody}${PATH}`);
      await raised('uncaughtException');
    },
    raises: 'uncaughtException',
    seen: [{ terminal: 'error', ...nothing }],
  },
  {
    name: 'an error that a listener throws is uncaught, once',
    run: async (client, server) => {
      const call = send(client, server.url('json'));
      call.on('response', response => {
        response.resume();
        throw new RangeError('thrown in a listener');
      });
      await raised('uncaughtException');
      call.on('error', () => {}).destroy();
    },
    raises: 'uncaughtException',
    leavesOpen: true,
    seen: [{ bytes: 'any', terminal: ['end', 'error', 'abandoned'] }],
  },
  ...Object.entries<unknown[]>({
    'no arguments': [],
    'an address that is none': ['::no url'],
    'a path with a blank': [{ path: `/a b${PATH}` }],
    'a protocol of another kind': [`ftp://127.0.0.1${PATH}`],
    'a method that is none': [`http://127.0.0.1:1${PATH}`, { method: 'a b' }],
    'a method that is a number': [{ path: PATH, method: 7 }],
    'an agent that is none': [{ path: PATH, agent: 'mine' }],
    'a host that is a number': [{ path: PATH, host: 7 }],
    'headers that are none': [{ path: PATH, headers: { 'a b': 'c' } }],
    null: [null],
  }).map(([kind, args]): Probe<Requesting> => ({
    name: `${kind}, refused at once`,
    run: ({ request }) =>
      outcomeOf(() => {
        const call = request(...args);
        call.on('error', () => {}).destroy();
        return 'begun';
      }),
    seen: 'at most one',
  })),
  {
    name: 'a connection that is cut before the head',
    run: (client, server) => storyOf(send(client, server.url('reset'))),
    seen: [{ terminal: 'error', ...nothing }],
  },
  {
    name: 'a connection that is cut in the middle',
    run: (client, server) => storyOf(send(client, server.url('drop'))),
    seen: [{ terminal: 'error' }],
  },
  {
    name: 'a connection that is cut in the middle of a loop',
    run: async (client, server) => {
      const response = await respond(client, server.url('drop'));
      const outcome = await outcomeOf(() => textOf(response));
      return [outcome, response.complete, response.aborted];
    },
    seen: [{ terminal: 'error' }],
  },
  {
    name: 'fewer bytes than promised',
    run: (client, server) => storyOf(send(client, server.url('short'))),
    seen: [{ terminal: 'error' }],
  },
  {
    name: 'an answer that is not HTTP',
    run: (client, server) => storyOf(send(client, server.url('malformed'))),
    seen: [{ terminal: 'error', ...nothing }],
  },
];
