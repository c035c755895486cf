// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
/** The convention's word for a value that has no place of its own. */
export const OTHER = '_OTHER';

/** Result of a call for the names in it. */
export type Verdict =
  /** The provider answered: the names exist. */
  | 'answered'
  /** The provider refused the request, perhaps because of a name. */
  | 'refused'
  /** The call has not ended, or failed for a reason that says nothing about its names. */
  | 'unknown';

/**
 * Distinct values of one metric attribute. They come from requests and responses, and so perhaps from users: past `max`
 * they are `_OTHER`. A value that was answered takes a place for good. One that is not known to exist holds a place only
 * until an answered one needs it, and one that was refused takes none.
 */
export class Places {
  readonly #max: number;
  /** Values that have a place outside the count: those that the objectives name. */
  readonly #named: ReadonlySet<string>;
  readonly #answered = new Set<string>();
  readonly #unknown = new Set<string>();

  constructor(max: number, named: Iterable<string> = []) {
    this.#max = max;
    this.#named = new Set(named);
  }

  /** Whether the value may stand on a metric. */
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
