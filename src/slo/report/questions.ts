// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  QueryFailed,
  type Prometheus,
  type Sample,
  type Series,
} from './prometheus.ts';

/** Asks a Prometheus, so that a query that fails costs one number and not the report. */
export class Questions {
  readonly #prometheus: Prometheus;
  /** One line for each query that failed. */
  readonly failures: string[] = [];
  count = 0;

  constructor(prometheus: Prometheus) {
    this.#prometheus = prometheus;
  }

  /** @returns `undefined` when the query failed; nothing when there is none to ask. */
  async ask(
    what: string,
    expression: string | undefined
  ): Promise<readonly Sample[] | undefined> {
    if (expression === undefined) return [];
    return this.#try(what, this.#prometheus.query(expression));
  }

  async range(
    what: string,
    expression: string | undefined,
    seconds: number,
    step: number
  ): Promise<readonly Series[]> {
    if (expression === undefined) return [];
    const asked = this.#prometheus.range(expression, seconds, step);
    return (await this.#try(what, asked)) ?? [];
  }

  async #try<Answer>(
    what: string,
    asked: Promise<Answer>
  ): Promise<Answer | undefined> {
    this.count++;
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof QueryFailed)) throw error;
      this.failures.push(`${what} could not be asked: ${error.message}`);
      return undefined;
    }
  }
}
