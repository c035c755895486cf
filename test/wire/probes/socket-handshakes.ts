// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { closedPort } from '../../support/closed-port.ts';
import { outcomeOf } from '../support/described.ts';
import type { SocketProbe } from '../support/socket-compliance.ts';
import { SOCKET_PATH } from '../support/socket-server.ts';
import { openSocket, type Sockets, storyOf } from './socket-calling.ts';
import { anyEnd } from './socket-endings.ts';

type Probe = SocketProbe<Sockets>;

const nobody = await closedPort();

const statuses = [200, 301, 400, 401, 403, 404, 429, 500, 503];
const wrongs = ['accept', 'upgrade', 'connection', 'protocol', 'extension'];
const closed = { opens: false, messages: 'any' } as const;

export const socketHandshakeProbes: readonly Probe[] = [
  ...statuses.map((status): Probe => ({
    name: `a handshake that is answered by ${status}`,
    run: (client, server) => {
      const to =
        status < 400 && status > 300 ? { to: 'ws://127.0.0.1:9/' } : {};
      const url = server.url('status', { status, ...to });
      return storyOf(openSocket(client, url));
    },
    // Undici 7 asks twice if it is not authorised.
    expects: {
      ...closed,
      by: 'refused',
      status,
      ...(status === 401 ? { count: 'as served' } : {}),
    },
  })),
  ...wrongs.map((wrong): Probe => ({
    name: `an answer whose ${wrong} is wrong`,
    run: (client, server) =>
      storyOf(
        // To undici 6, an answer without an upgrade is one before the answer.
        openSocket(client, server.url('raw', { wrong, then: 'end' }))
      ),
    expects: { messages: 'any', by: [...anyEnd, 'refused'], opens: 'any' },
  })),
  {
    name: 'a handshake that is reset',
    run: (client, server) => storyOf(openSocket(client, server.url('reset'))),
    expects: { ...closed, by: 'broken' },
  },
  {
    name: 'a connection that is refused',
    run: (client, { origin }) =>
      storyOf(
        openSocket(
          client,
          `${origin.split(':')[0]}://127.0.0.1:${nobody}${SOCKET_PATH}`
        )
      ),
    expects: { ...closed, by: 'broken' },
  },
  ...['::no url', 'ftp://127.0.0.1/', `ws://127.0.0.1${SOCKET_PATH}#part`].map(
    (url): Probe => ({
      name: `the address ${url}`,
      run: client => outcomeOf(() => void openSocket(client, url)),
      // ws 7 takes the last one, and finds nobody.
      expects: {
        ...closed,
        count: 'at most one',
        by: ['broken', 'application'],
      },
    })
  ),
];
