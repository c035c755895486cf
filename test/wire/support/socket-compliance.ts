// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Way } from '../../../src/wire/exchange.ts';
import type { Received } from '../../support/wire-server.ts';
import { compares } from './compliance.ts';
import {
  recordingSockets,
  type SeenSocket,
  unhelpfulSocketObservers,
} from './socket-observers.ts';
import type { ReceivedSocket } from './socket-server.ts';
import type { Kit, Probe } from './transcript.ts';

/** A probe of a WebSocket client, and what must be seen of it. */
export interface SocketProbe<Client> extends Probe<Client> {
  readonly expects?: ExpectedSocket;
}

export interface ExpectedSocket {
  /** Number of connections; 1, if not said. `at most one` where the client refuses at once; `as served` where it tries again. */
  readonly count?: number | 'at most one' | 'as served';
  /** `application`, if not said. A list where the runtime decides. */
  readonly by?: string | readonly string[];
  readonly code?: number;
  readonly status?: number;
  /** Whether the server accepts; yes, if not said. */
  readonly opens?: boolean | 'any';
  /** `all`, if not said: those that the server sent and received. */
  readonly messages?: 'all' | 'any';
  readonly unreadable?: readonly Way[];
}

/** The table of WebSockets: the application notices nothing, and each message is seen once, as it was. */
export function compliesSocket<Client>(
  title: string,
  transport: string,
  kit: Kit<Client>,
  probes: readonly SocketProbe<Client>[]
): void {
  compares(title, kit, probes, {
    recorder: recordingSockets,
    check: (probe, seen, log) =>
      checkSockets(probe.expects ?? {}, transport, seen, log),
    unhelpful: unhelpfulSocketObservers,
  });
}

function checkSockets(
  expected: ExpectedSocket,
  transport: string,
  seen: readonly SeenSocket[],
  log: readonly Received[]
): void {
  const { count = 1 } = expected;
  const number = count === 'as served' ? log.length : count;
  if (number === 'at most one') assert.ok(seen.length <= 1);
  else assert.equal(seen.length, number, 'number of connections');
  for (const each of seen) {
    assert.deepEqual(each.complaints, [], 'what is told is told in order');
    assert.equal(each.terminals.length, 1, 'one end');
    assert.equal(each.exchange.transport, transport);
    checkSocket(each, expected, log as readonly ReceivedSocket[]);
  }
}

function checkSocket(
  seen: SeenSocket,
  expected: ExpectedSocket,
  log: readonly ReceivedSocket[]
): void {
  const { by = 'application', opens = true, unreadable = [] } = expected;
  const [end] = seen.terminals;
  const allowed: readonly unknown[] = [by].flat();
  assert.ok(
    allowed.includes(end?.by),
    `closed by ${end?.by}, not ${allowed.join()}`
  );
  if (expected.code !== undefined) assert.equal(end?.code, expected.code);
  assert.equal(end?.status, expected.status, 'status of a refusal');
  if (opens !== 'any') assert.equal(seen.opened, opens ? 1 : 0, 'opened');
  assert.deepEqual(seen.unreadable, unreadable, 'unreadable');
  if (expected.messages === 'any') return;
  const { pathname, search } = seen.exchange.url;
  const received = log.find(({ path }) => path === pathname + search);
  const { messages = [], sentMessages = [] } = received ?? {};
  assert.deepEqual(seen.messages.sent, messages, 'messages sent');
  assert.deepEqual(seen.messages.received, sentMessages, 'messages received');
}
