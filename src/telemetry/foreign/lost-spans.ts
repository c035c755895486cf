// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Span } from '@opentelemetry/api';
import * as timers from 'node:timers';
import type { Call } from '../../call.ts';
import { guarded, outside } from '../../guard.ts';

/** Actions for a span whose producer never ends it. */
export interface Recovery {
  /** Ends the span with the outcome of the last call under it. */
  end(): void;
  /** Records the metrics that the producer would have recorded for this call. */
  record(): void;
}

interface Watched {
  /** When the span counts as lost, on the clock of `performance.now()`. */
  due: number;
  end: () => void;
  /** One function for each attempt under the span. */
  readonly records: (() => void)[];
}

/** Used if the answer was cut off: the client does not retry, and the producer would end its span at once. */
const PATIENCE_AFTER_BREAK_MS = 5_000;

/** Used otherwise: the client may retry after `Retry-After`, or still read the answer and run tools in between. */
const PATIENCE_MS = 300_000;

const SWEEP_MS = 1_000;

/**
 * Taken when this file is loaded. Tests of an application replace them by a clock of their own, which would run our timer for
 * ever (`runAllTimers()`).
 */
const clock = {
  setInterval: timers.setInterval,
  clearInterval: timers.clearInterval,
  now: performance.now.bind(performance),
};

/**
 * Watches spans of producers that sometimes do not end them, from the end of the call on. A span that is never ended is
 * never exported, and we created none for the call. So the span is ended here when it is due or when the process ends. If
 * its producer ends it even later, that has no effect: there is one span in any case.
 */
export class LostSpans {
  readonly #clock;
  readonly #watched = new Map<Span, Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor(own = clock) {
    this.#clock = own;
  }

  /** Another call has begun under this span, such as the next attempt. */
  resume(span: Span): void {
    const watched = this.#watched.get(span);
    if (watched !== undefined) watched.due = Infinity;
  }

  /** A call under this span has ended, and the span has not. */
  watch(span: Span, call: Call, { end, record }: Recovery): void {
    if (!span.isRecording()) return;
    const watched = this.#watched.get(span) ?? { due: 0, end, records: [] };
    watched.due = this.#clock.now() + patienceWith(call);
    watched.end = end;
    watched.records.push(record);
    this.#watched.set(span, watched);
    if (this.#timer !== undefined) return;
    // A timer keeps the async storage in which it was created, and this one may run for ever.
    this.#timer = outside(() =>
      this.#clock
        .setInterval(() => this.#sweep(this.#clock.now()), SWEEP_MS)
        .unref()
    );
    // Run before listeners that shut down the SDK.
    process.prependListener('beforeExit', this.endAll);
    process.prependListener('exit', this.endAll);
  }

  /** Ends all spans that are still open, due or not, because the process ends. */
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
    this.#clock.clearInterval(this.#timer);
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
