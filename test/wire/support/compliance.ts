// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ExchangeObserver } from '../../../src/wire/exchange.ts';
import type { Received } from '../../support/wire-server.ts';
import {
  recordingObserver,
  type Seen,
  unhelpfulObservers,
} from './observers.ts';
import {
  type Expected,
  HANGS,
  type Kit,
  type Probe,
  type Run,
  transcribe,
  type Transcript,
} from './transcript.ts';
import { watching, wireFor } from './wire-under-test.ts';

const essential: ReadonlySet<string> = new Set([
  'observes nothing',
  'throws in every listener method',
]);

/** An observer that writes down what it is told, and knows when all of it has ended. */
type Recorder<Record> = ExchangeObserver & { readonly seen: readonly Record[] };

/** How the probes of a table are watched. */
export interface Watching<Record, P> {
  recorder(): Recorder<Record>;
  /** Holds what was told against what happened. */
  check(probe: P, seen: readonly Record[], log: readonly Received[]): void;
  /** Observers that the application must survive. */
  readonly unhelpful: Readonly<{ [kind: string]: ExchangeObserver }>;
}

/** The table: each probe plain and watched; the transcripts must be equal, and the exchange seen as it was. */
export function complies<Client>(
  title: string,
  transport: string,
  kit: Kit<Client>,
  probes: readonly Probe<Client>[]
): void {
  compares(title, kit, probes, {
    recorder: recordingObserver,
    check: (probe, seen, log) => checkSeen(probe, transport, seen, log),
    unhelpful: unhelpfulObservers,
  });
}

/** Runs each probe plain, watched, and watched by unhelpful observers: the transcripts must be equal. */
export function compares<
  Client,
  Record extends { readonly terminals: readonly unknown[] },
  P extends Probe<Client>,
>(
  title: string,
  kit: Kit<Client>,
  probes: readonly P[],
  { recorder: record, check, unhelpful }: Watching<Record, P>
): void {
  describe(title, () => {
    for (const probe of probes) {
      if (probe.skip) {
        it.skip(`${probe.name} (${probe.skip})`);
        continue;
      }
      it(probe.name, async () => {
        const plain = await plainRun(probe, kit);
        checkPlain(probe, plain);
        const recorder = record();
        const allTold = (): boolean =>
          recorder.seen.every(({ terminals }) => terminals.length > 0);
        const watched = await watchedRun(probe, kit, recorder, allTold);
        assert.deepEqual(watched.transcript, plain, 'while it is watched');
        if (watching) check(probe, recorder.seen, watched.log);
        for (const [kind, observer] of Object.entries(unhelpful)) {
          if (kit.thorough !== true && !essential.has(kind)) continue;
          const { transcript } = await watchedRun(probe, kit, observer);
          assert.deepEqual(transcript, plain, `by an observer that ${kind}`);
        }
        if (kit.thorough !== true) return;
        assert.deepEqual(await plainRun(probe, kit), plain, 'once we are gone');
      });
    }
  });
}

async function plainRun<Client>(
  probe: Probe<Client>,
  kit: Kit<Client>
): Promise<Transcript> {
  const off = wireFor({ wants: () => false, observe: () => undefined });
  return (await transcribe(probe, kit, off, () => true)).transcript;
}

async function watchedRun<Client>(
  probe: Probe<Client>,
  kit: Kit<Client>,
  observer: ExchangeObserver,
  allTold: () => boolean = () => true
): Promise<Run> {
  const wire = wireFor(observer);
  wire.enable();
  try {
    return await transcribe(probe, kit, wire, allTold);
  } finally {
    wire.disable();
  }
}

/** A probe that fails by itself would fail in the same way while it is watched, and say nothing about us. */
function checkPlain<Client>(
  { raises }: Probe<Client>,
  { outcome, faults }: Transcript
): void {
  assert.notEqual(outcome, HANGS, 'the probe hangs');
  const { error } = outcome as { error?: unknown };
  assert.equal(error, undefined, 'the probe throws');
  if (raises === 'any') return;
  for (const fault of ['unhandledRejection', 'uncaughtException'] as const) {
    const times: number = raises === fault ? 1 : 0;
    assert.equal(faults[fault].length, times, `plain, by ${fault}`);
  }
}

function checkSeen<Client>(
  probe: Probe<Client>,
  transport: string,
  seen: readonly Seen[],
  log: readonly Received[]
): void {
  for (const { exchange, complaints, terminals } of seen) {
    assert.deepEqual(complaints, [], 'what is told is told in order');
    assert.equal(terminals.length, 1, `one end, not ${terminals.join()}`);
    assert.equal(exchange.method, exchange.method.toUpperCase());
    assert.equal(exchange.transport, probe.transport ?? transport);
  }
  if (probe.seen === 'any') return;
  if (probe.seen === 'at most one') {
    assert.ok(seen.length <= 1, `${seen.length} exchanges`);
    return;
  }
  const expected = probe.seen ?? [{}];
  assert.equal(seen.length, expected.length, 'number of exchanges');
  seen.forEach((each, index) => {
    const wanted = expected[index] ?? {};
    // Parallel requests are told apart by their address.
    const sent =
      probe.parallel === true
        ? log.find(({ path }) => each.exchange.url.href.endsWith(path))
        : log[index];
    const { request } = wanted;
    checkOne(each, wanted, sent, request === undefined ? sent : log[request]);
  });
}

function checkOne(
  seen: Seen,
  expected: Expected,
  sent: Received | undefined,
  answered: Received | undefined
): void {
  const { terminal = 'end', status = 200, bytes = 'all' } = expected;
  const allowed: readonly string[] = [terminal].flat();
  const actual = seen.terminals[0] ?? 'none';
  assert.ok(allowed.includes(actual), `${actual}, not ${allowed.join(' or ')}`);
  assert.deepEqual(seen.statuses, status === 'none' ? [] : [status]);
  const { sent: size = 0, sentDigest } = answered ?? {};
  if (bytes === 'none') {
    assert.equal(seen.bytes, 0, 'bytes seen');
  } else if (bytes === 'all') {
    assert.equal(seen.bytes, size, 'bytes seen, and sent');
    assert.equal(seen.digest, sentDigest, 'the same bytes');
  } else if (bytes === 'some') {
    assert.ok(seen.bytes > 0 && seen.bytes <= size, 'some bytes');
  }
  if (expected.requestBody === 'unknown' || sent === undefined) return;
  assert.deepEqual(
    seen.requestBody.toString('latin1'),
    sent.body.toString('latin1'),
    'the body of the request'
  );
}
