// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { type ClientHttp2Stream, constants } from 'node:http2';
import { closedPort } from '../../support/closed-port.ts';
import { describeError, outcomeOf } from '../support/described.ts';
import type { Probe } from '../support/transcript.ts';
import { turns, until } from '../support/waiting.ts';
import {
  headOf,
  type Http2Calling,
  posting,
  send,
  sessionTo,
  storyOf,
  textOf,
} from './http2-calling.ts';

const nobody = await closedPort();
const nothing = { status: 'none', bytes: 'none' } as const;
const unsent = { ...nothing, requestBody: 'unknown' } as const;

const { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR, NGHTTP2_REFUSED_STREAM } = constants;

export const http2FailureProbes: readonly Probe<Http2Calling>[] = [
  {
    name: 'a refused connection',
    run: async (client, server) => {
      const { protocol } = new URL(server.origin);
      const url = `${protocol}//127.0.0.1:${nobody}/v1/chat/completions`;
      const stream = send(client, url);
      const failed = stream.session && once(stream.session, 'error');
      const story = await storyOf(stream);
      return [story, describeError((await failed)?.[0])];
    },
    seen: [{ terminal: 'error', ...unsent }],
  },
  {
    name: 'an error that nobody listens for is uncaught, once',
    run: async (client, server) => {
      const stream = send(client, server.url('rst'));
      await until(() => stream.destroyed);
      await turns();
    },
    raises: 'uncaughtException',
    seen: [{ terminal: 'error', bytes: 'any' }],
  },
  {
    name: 'an error that a listener throws is uncaught, once',
    leavesOpen: true,
    run: async (client, server) => {
      const stream = send(client, server.url('json'));
      stream.on('response', () => {
        stream.resume();
        throw new RangeError('thrown in a listener');
      });
      await until(() => stream.destroyed);
      await turns();
    },
    raises: 'uncaughtException',
    seen: [{ terminal: ['end', 'error', 'abandoned'], bytes: 'any' }],
  },
  ...(
    [
      ['an internal error', undefined],
      ['refusal', NGHTTP2_REFUSED_STREAM],
      ['cancellation', NGHTTP2_CANCEL],
    ] as const
  ).flatMap(([kind, code]): Probe<Http2Calling>[] => [
    {
      name: `a stream that the server resets in the middle, with ${kind}`,
      run: (client, server) => {
        const query: Record<string, number> =
          code === undefined ? {} : { code };
        return storyOf(send(client, server.url('rst', query)));
      },
      seen: [{ terminal: 'error', bytes: 'any' }],
    },
    {
      name: `a stream that the server resets before the head, with ${kind}`,
      run: (client, server) => {
        const query = { code: code ?? constants.NGHTTP2_INTERNAL_ERROR };
        return storyOf(send(client, server.url('rstearly', query)));
      },
      seen: [{ terminal: 'error', ...nothing }],
    },
  ]),
  {
    name: 'a stream that the server closes in the middle as if it were whole',
    run: (client, server) => {
      const query = { code: NGHTTP2_NO_ERROR };
      return storyOf(send(client, server.url('rst', query)));
    },
    seen: [{ terminal: 'end', bytes: 'any' }],
  },
  {
    name: 'a session that is to go when what was begun has ended',
    run: async (client, server) => {
      const stream = send(client, server.url('goaway'));
      const { session } = stream;
      const goaway = session && once(session, 'goaway');
      const story = await storyOf(stream);
      return [story, (await goaway)?.[0], session?.closed];
    },
  },
  {
    name: 'a session that is to go at once',
    run: (client, server) =>
      storyOf(send(client, server.url('goaway', { code: 2 }))),
    seen: [{ terminal: 'error', bytes: 'any' }],
  },
  {
    name: 'a connection that is cut before the head',
    run: (client, server) => storyOf(send(client, server.url('reset'))),
    seen: [{ terminal: 'error', ...nothing }],
  },
  {
    name: 'a connection that is cut in the middle',
    run: (client, server) => storyOf(send(client, server.url('drop'))),
    seen: [{ terminal: 'error', bytes: 'any' }],
  },
  {
    name: 'a connection that is ended in the middle',
    run: (client, server) => storyOf(send(client, server.url('vanish'))),
    seen: [{ terminal: 'error', bytes: 'any' }],
  },
  {
    name: 'a connection that is cut in the middle of a loop',
    run: (client, server) =>
      outcomeOf(() => textOf(send(client, server.url('drop')))),
    seen: [{ terminal: 'error', bytes: 'any' }],
  },
  {
    name: 'a session that the server ends in the middle',
    run: (client, server) => storyOf(send(client, server.url('goodbye'))),
    seen: [{ terminal: ['error', 'end'], bytes: 'any' }],
  },
  ...Object.entries<(session: any, url: string) => unknown>({
    'a session that is destroyed': (session, url) => {
      session.destroy();
      return session.request(posting(url));
    },
    'a session that is closed': (session, url) => {
      session.close();
      return session.request(posting(url));
    },
    'a header of a connection': (session, url) =>
      session.request(posting(url, { connection: 'close' })),
    'a pseudo-header that is none': (session, url) =>
      session.request(posting(url, { ':other': 'x' })),
    'headers that are a number': session => session.request(7),
    'options that are a number': (session, url) =>
      session.request(posting(url), 7),
    'a method that is a number': (session, url) =>
      session.request(posting(url, { ':method': 7 })),
    'a path that is none': (session, url) =>
      session.request(posting(url, { ':path': undefined })),
    'an authority that is none': (session, url) =>
      session.request(posting(url, { ':authority': 'a b:c' })),
    'a signal that is none': (session, url) =>
      session.request(posting(url), { signal: 'mine' }),
  }).map(([kind, begin]): Probe<Http2Calling> => ({
    name: `${kind}, refused`,
    leavesOpen: true,
    run: async (client, server) => {
      const url = server.url('json');
      const session = sessionTo(client, url);
      await once(session, 'connect');
      return outcomeOf(async () => {
        const stream = begin(session, url) as ClientHttp2Stream;
        const story = storyOf(stream);
        stream.end();
        return story;
      });
    },
    // A stream is made before its signal is looked at, and goes down with its session.
    ...(kind === 'a signal that is none' ? { raises: 'any' } : {}),
    seen: 'at most one',
  })),
  {
    name: 'a body still open when the server goes',
    leavesOpen: true,
    run: async (client, server) => {
      const stream = send(client, server.url('hang'));
      stream.on('error', () => {});
      await headOf(stream);
      stream.resume();
      await once(stream, 'data');
      await turns();
      return stream.closed;
    },
    seen: [{ terminal: ['error', 'abandoned'], bytes: 'some' }],
  },
];
