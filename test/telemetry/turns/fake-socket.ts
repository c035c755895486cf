// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs';
import { resolveConfig } from '../../../src/config/config.ts';
import type { GenAIInstrumentationConfig } from '../../../src/index.ts';
import type { Telemetry } from '../../../src/observe/ending.ts';
import { createSocketObserver } from '../../../src/observe/turns/sockets.ts';
import { CallMetrics } from '../../../src/telemetry/metrics.ts';
import type {
  EventLogger,
  MeterSource,
} from '../../../src/telemetry/providers.ts';
import type {
  SocketClose,
  SocketListener,
  Way,
} from '../../../src/wire/exchange.ts';
import type { Tracked } from '../support/tracked.ts';

const FOLDER = new URL('../../fixtures/turns/', import.meta.url);

/** Messages of one connection in both directions, and the turns in them. */
export interface Fixture {
  /** The documents that the messages were written from. */
  readonly origin: readonly string[];
  readonly url: string;
  readonly events: readonly (readonly [Way, object])[];
  /** Attributes of each turn, in the order of their ends. */
  readonly turns: readonly Record<string, unknown>[];
}

export const fixtures: readonly (readonly [string, Fixture])[] = readdirSync(
  FOLDER
).map(name => [
  name.replace(/\.json$/, ''),
  JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Fixture,
]);

export function fixture(name: string): Fixture {
  return fixtures.find(([found]) => found === name)![1];
}

/** Gives the received messages of a fixture that follow each sent one. */
export function script(name: string): {
  greeting: object[];
  answers: object[][];
} {
  const groups: object[][] = [[]];
  for (const [way, message] of fixture(name).events) {
    if (way === 'sent') groups.push([]);
    else groups.at(-1)!.push(message);
  }
  const [greeting = [], ...answers] = groups;
  return { greeting, answers };
}

/** A WebSocket without a wire: it calls the listener as the wire does. */
export class FakeSocket {
  readonly listener: SocketListener;

  constructor(listener: SocketListener) {
    this.listener = listener;
    listener.onOpen({ get: () => undefined }, performance.now());
  }

  /** Passes a message on, in parts of so many bytes. */
  say(way: Way, message: object, partBytes = Infinity): void {
    const bytes = Buffer.from(JSON.stringify(message));
    for (let at = 0; at < bytes.length; at += partBytes) {
      const part = bytes.subarray(at, at + partBytes);
      this.pass(way, part, at + partBytes >= bytes.length);
    }
  }

  pass(way: Way, part: Buffer, last: boolean): void {
    // The wire uses the memory again.
    const copy = Buffer.from(part);
    this.listener.onPart(way, copy, true, last, performance.now());
    copy.fill(0);
  }

  sent(message: object): void {
    this.say('sent', message);
  }

  received(message: object): void {
    this.say('received', message);
  }

  play(events: Fixture['events'], partBytes = Infinity): void {
    for (const [way, message] of events) this.say(way, message, partBytes);
  }

  close(close: SocketClose = { by: 'application', code: 1000 }): void {
    this.listener.onClose(close, performance.now());
  }
}

/** The observer of an instrumentation with these options, which reports to `tracked`. */
export function socketObserver(
  tracked: Tracked,
  config: GenAIInstrumentationConfig = {},
  logger?: EventLogger
): ReturnType<typeof createSocketObserver> {
  const resolved = resolveConfig(config, {});
  const meters: MeterSource = {
    provider: () => tracked.meterProvider,
    meterOf: provider => provider.getMeter('ours'),
  };
  const metrics = new CallMetrics(resolved, meters);
  const telemetry: Telemetry = {
    tracer: () => tracked.tracerOf('ours'),
    metrics,
    meters,
    sli: metrics.sli,
    logger: () => logger,
  };
  return createSocketObserver(resolved, telemetry, meters);
}

/** Opens a connection; `undefined` if it is not observed. */
export function listen(
  { observeSocket }: ReturnType<typeof socketObserver>,
  url: string
): SocketListener | undefined {
  return observeSocket({
    method: 'GET',
    url: new URL(url.replace(/^ws/, 'http')),
    transport: 'http',
    body: undefined,
    headers: { get: () => undefined },
  });
}

export function openSocket(
  tracked: Tracked,
  url: string,
  config?: GenAIInstrumentationConfig
): FakeSocket {
  return new FakeSocket(listen(socketObserver(tracked, config), url)!);
}
