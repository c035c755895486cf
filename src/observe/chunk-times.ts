// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../call.ts';
import { guarded } from '../guard.ts';

/** Intervals wait for the end of the call, to be recorded with the model that answered; so many at most. */
const MAX_INTERVALS = 4096;

/** When the chunks of one stream came. */
export class ChunkTimes {
  readonly #call: Call;
  readonly #keepIntervals: boolean;
  readonly #record: () => void;

  /** `record` takes the intervals that the call holds, and lets go of them. */
  constructor(call: Call, keepIntervals: boolean, record: () => void) {
    this.#call = call;
    this.#keepIntervals = keepIntervals;
    this.#record = record;
  }

  /** `completed` chunks came in one read, and so at the same time. */
  count(completed: number, at: number): void {
    const { times, chunkIntervals } = this.#call;
    let intervals = completed;
    if (times.firstChunk === undefined) {
      times.firstChunk = at;
      intervals -= 1;
    }
    if (this.#keepIntervals) {
      for (; intervals > 0; intervals--) {
        chunkIntervals.push((at - (times.lastChunk ?? at)) / 1000);
        times.lastChunk = at;
      }
      if (chunkIntervals.length >= MAX_INTERVALS) {
        guarded('metrics', this.#record);
      }
    }
    times.lastChunk = at;
  }
}
