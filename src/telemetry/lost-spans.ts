// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Span } from '@opentelemetry/api';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Call } from '../call.ts';
import { guarded } from '../guard.ts';

/** Actions for a span that its producer lost. */
export interface Recovery {
  /** Ends the span as the call that was the last under it ended. */
  end(): void;
  /** Records what the producer would have measured of this call. */
  record(): void;
}

interface Watched {
  /** When the span counts as lost, on the clock of `performance.now()`. */
  due: number;
  end: () => void;
  /** One for each attempt under the span. */
  readonly records: (() => void)[];
}

/** The client has an answer that broke off: it asks no second time, and the producer would end its span when it is told. */
const PATIENCE_AFTER_BREAK_MS = 5_000;

/** The client may ask again, when `Retry-After` says; or what came is still being read, with tools at work in between. */
const PATIENCE_MS = 300_000;

const SWEEP_MS = 1_000;

/**
 * Spans of producers that lose some, from the end of the call until their producer ends them. One that nobody ends is
 * never exported, and for its sake there is none of ours: it is ended here, when it is due or the process ends. Should
 * its producer come later still, ending it again does nothing: there is one span in any case.
 */
class LostSpans {
  readonly #watched = new Map<Span, Watched>();
  // A timer keeps what the application had in its storage when it began, and this one may run for ever.
  readonly #outside = AsyncLocalStorage.snapshot();
  #timer: NodeJS.Timeout | undefined;

  /** Another call has begun under this span, such as the next attempt. */
  resume(span: Span): void {
    const watched = this.#watched.get(span);
    if (watched !== undefined) watched.due = Infinity;
  }

  /** A call under this span has ended, and the span has not. */
  watch(span: Span, call: Call, { end, record }: Recovery): void {
    if (!span.isRecording()) return;
    const watched = this.#watched.get(span) ?? { due: 0, end, records: [] };
    watched.due = performance.now() + patienceWith(call);
    watched.end = end;
    watched.records.push(record);
    this.#watched.set(span, watched);
    if (this.#timer !== undefined) return;
    this.#timer = this.#outside(() =>
      setInterval(() => this.#sweep(performance.now()), SWEEP_MS).unref()
    );
    // Before whoever shuts down the SDK then.
    process.prependListener('beforeExit', this.endAll);
    process.prependListener('exit', this.endAll);
  }

  /** Ends all that have not been ended, whether they are due or not: there will be no later. */
  readonly endAll = (): void => this.#sweep(Infinity);

  #sweep(now: number): void {
    for (const [span, { due, end, records }] of this.#watched) {
      const over = !span.isRecording();
      if (!over && due > now) continue;
      this.#watched.delete(span);
      if (over) continue;
      for (const record of records) guarded('metrics', record);
      guarded('span', end);
    }
    if (this.#watched.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    process.off('beforeExit', this.endAll);
    process.off('exit', this.endAll);
  }
}

function patienceWith({ status = 0, errorType }: Call): number {
  const brokeOff = status > 0 && status < 400 && errorType !== undefined;
  return brokeOff ? PATIENCE_AFTER_BREAK_MS : PATIENCE_MS;
}

export const lostSpans = new LostSpans();
