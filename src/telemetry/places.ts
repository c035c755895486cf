// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
/** The conventions' value for all values without a place. */
export const OTHER = '_OTHER';

/** The outcome of a call, as far as it decides whether the names in the call get a place. */
export type Verdict =
  /** The provider answered: the names exist. */
  | 'answered'
  /** The provider refused the request, perhaps because of a name. */
  | 'refused'
  /** The call has not ended, or failed for a reason that says nothing about its names. */
  | 'unknown';

/**
 * Limits the distinct values of one metric attribute, which can come from users: values beyond `max` are `_OTHER`. A value
 * in an answered call takes a place permanently. A value that is not known to exist has a place only until an answered one
 * needs it. A refused value takes none.
 */
export class Places {
  readonly #max: number;
  /** Values with a place that does not count towards `max`: those that the objectives name. */
  readonly #named: ReadonlySet<string>;
  readonly #answered = new Set<string>();
  readonly #unknown = new Set<string>();

  constructor(max: number, named: Iterable<string> = []) {
    this.#max = max;
    this.#named = new Set(named);
  }

  /** Whether the value is allowed on metrics. */
  admits(value: string, verdict: Verdict): boolean {
    if (this.#answered.has(value) || this.#named.has(value)) return true;
    if (verdict === 'answered') return this.#admitAnswered(value);
    if (this.#unknown.has(value)) return true;
    if (verdict === 'refused' || this.#size >= this.#max) return false;
    this.#unknown.add(value);
    return true;
  }

  get #size(): number {
    return this.#answered.size + this.#unknown.size;
  }

  #admitAnswered(value: string): boolean {
    this.#unknown.delete(value);
    if (this.#answered.size >= this.#max) return false;
    if (this.#size >= this.#max) {
      const [oldest] = this.#unknown;
      this.#unknown.delete(oldest as string);
    }
    this.#answered.add(value);
    return true;
  }
}
