// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  QueryFailed,
  type Prometheus,
  type Sample,
  type Series,
} from '../prometheus.ts';

/**
 * Queries a Prometheus. A failed query costs one number, not the report. Objectives of the same calls need the same
 * percentiles and error types, which are queried once.
 */
export class Questions {
  readonly #prometheus: Prometheus;
  /** One line for each query that failed. */
  readonly failures: string[] = [];
  readonly #answers = new Map<string, Promise<unknown>>();

  /** How many queries were made. */
  get count(): number {
    return this.#answers.size;
  }

  constructor(prometheus: Prometheus) {
    this.#prometheus = prometheus;
  }

  /** @returns `undefined` when the query failed; an empty list without an expression. */
  async ask(
    what: string,
    expression: string | undefined
  ): Promise<readonly Sample[] | undefined> {
    if (expression === undefined) return [];
    return this.#once(expression, what, () =>
      this.#prometheus.query(expression)
    );
  }

  async range(
    what: string,
    expression: string | undefined,
    seconds: number,
    step: number
  ): Promise<readonly Series[]> {
    if (expression === undefined) return [];
    const series = await this.#once(
      `${expression} of ${seconds} by ${step}`,
      what,
      () => this.#prometheus.range(expression, seconds, step)
    );
    return series ?? [];
  }

  #once<Answer>(
    key: string,
    what: string,
    ask: () => Promise<Answer>
  ): Promise<Answer | undefined> {
    const known = this.#answers.get(key);
    if (known !== undefined) return known as Promise<Answer | undefined>;
    const answer = this.#try(what, ask);
    this.#answers.set(key, answer);
    return answer;
  }

  async #try<Answer>(
    what: string,
    ask: () => Promise<Answer>
  ): Promise<Answer | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof QueryFailed)) throw error;
      this.failures.push(`${what} could not be queried: ${error.message}`);
      return undefined;
    }
  }
}
