// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Wire } from '../../../src/wire/wire.ts';
import {
  type Certificate,
  type Received,
  startWireServer,
  type WireServer,
} from '../../support/wire-server.ts';
import {
  describeError,
  describeReceived,
  outcomeOf,
  plainCopy,
} from './described.ts';
import type { Terminal } from './observers.ts';
import { turns, until } from './waiting.ts';

/** One thing that an application may do; what it gives back must not depend on us. */
export interface Probe<Client> {
  readonly name: string;
  run(client: Client, server: WireServer): unknown;
  /**
   * The exchanges that must be seen, in order; one that is read to its end, if not said. `at most one` where nothing is
   * sent and it is no matter whether a call that was refused at once is told of; `any` for several of them.
   */
  readonly seen?: readonly Expected[] | 'at most one' | 'any';
  /** Where it is another one than that of the table. */
  readonly transport?: string;
  /** Requests of one run come in any order. */
  readonly parallel?: boolean;
  /** Which connection carries a request is chance. */
  readonly anyConnection?: boolean;
  /** A reply stays open on purpose: no use in waiting for it. */
  readonly leavesOpen?: boolean;
  /** What nobody handles, once, with us or without; nothing, if not said. `any` where the runtime decides. */
  readonly raises?: Fault | 'any';
  /** The reason why this runtime or client cannot do it. */
  readonly skip?: string | false;
}

export type Fault = 'unhandledRejection' | 'uncaughtException';

export interface Expected {
  /** `end`, if not said. A list where the runtime decides. */
  readonly terminal?: Terminal | readonly Terminal[];
  /** 200, if not said; `none` when no head came. */
  readonly status?: number | 'none';
  /** Against what the server sent: all of it, if not said. */
  readonly bytes?: 'all' | 'some' | 'none' | 'any';
  /** Whether the request's body must be seen whole; yes, if not said. */
  readonly requestBody?: 'whole' | 'unknown';
  /** Index in the server's log of the request that was answered last; its own, if not said. */
  readonly request?: number;
}

export interface Kit<Client> {
  /** A client of its own for each run, made when the wire is on, with nothing left over from another run. */
  open(wire: Wire): Client;
  close?(client: Client): unknown;
  readonly certificate?: Certificate;
  /** One that speaks another protocol than HTTP/1.1. */
  readonly startServer?: typeof startWireServer;
  /** Watched by every kind of observer; else by the three that matter most. */
  readonly thorough?: boolean;
  /** Milliseconds after which a probe hangs, where megabytes are moved; 3000, if not said. */
  readonly patience?: number;
}

export interface Transcript {
  readonly outcome: unknown;
  readonly requests: readonly unknown[];
  readonly faults: Readonly<Record<Fault | 'warning', readonly unknown[]>>;
}

export interface Run {
  readonly transcript: Transcript;
  readonly log: readonly Received[];
}

/** In place of what a probe gives back that does not come to its end. */
export const HANGS = 'hangs';

const TOO_LONG = 3000;

/** Runs one probe against a fresh server, and writes down all that an application could notice. */
export async function transcribe<Client>(
  probe: Probe<Client>,
  kit: Kit<Client>,
  wire: Wire,
  allTold: () => boolean
): Promise<Run> {
  const faults = watchFaults();
  const start = kit.startServer ?? startWireServer;
  const server = await start(kit.certificate);
  const client = kit.open(wire);
  const timer = { id: undefined as NodeJS.Timeout | undefined };
  const outcome = await Promise.race([
    outcomeOf(() => probe.run(client, server)),
    new Promise(resolve => {
      timer.id = setTimeout(resolve, kit.patience ?? TOO_LONG, HANGS);
    }),
  ]);
  clearTimeout(timer.id);
  if (probe.leavesOpen !== true) await server.settled(250);
  const { log } = server;
  // By their first request: a port may be visited by those who knew it before.
  const used = [...new Set(log.map(({ connection }) => connection))];
  const requests = log.map(received => ({
    ...describeReceived(received),
    connection:
      probe.anyConnection === true
        ? 'any'
        : used.indexOf(received.connection) + 1,
  }));
  await kit.close?.(client);
  await server.close();
  await turns();
  await until(allTold, 500);
  await turns(2);
  if (probe.parallel === true) {
    requests.sort((one, other) =>
      JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
    );
  }
  return {
    log,
    transcript: plainCopy({
      outcome,
      requests,
      faults: faults.stop(),
    }) as Transcript,
  };
}

/** Until it is raised: a time would be too short for a busy machine, and the next probe be told. */
export async function raised(fault: Fault): Promise<void> {
  await new Promise(resolve => process.once(fault, resolve));
  await turns(2);
}

/** Takes the place of mocha's own handlers, so that what nobody handles is part of the transcript. */
function watchFaults(): { stop(): unknown } {
  const events = [
    'unhandledRejection',
    'uncaughtException',
    'warning',
  ] as const;
  const faults = events.map(event => {
    const kept = process.rawListeners(event);
    const caught: unknown[] = [];
    const listener = (fault: unknown): void => {
      // Said once per process, whoever is first.
      const { name } = fault as { name?: unknown };
      if (name === 'ExperimentalWarning' || name === 'DeprecationWarning') {
        return;
      }
      caught.push(describeError(fault));
    };
    process.removeAllListeners(event);
    process.on(event, listener);
    const restore = (): void => {
      process.removeListener(event, listener);
      for (const each of kept) process.on(event, each as () => void);
    };
    return { event, caught, restore };
  });
  return {
    stop: () => {
      for (const { restore } of faults) restore();
      return Object.fromEntries(
        faults.map(({ event, caught }) => [event, caught])
      );
    },
  };
}
