// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** The part of the API of Prometheus that a report uses. */
export interface Prometheus {
  /**
   * Values of an expression at the moment of the report.
   *
   * @throws QueryFailed when this query failed and the next one may succeed.
   */
  query(expression: string): Promise<readonly Sample[]>;
  /**
   * Values of an expression every `step` seconds of the last `seconds`, up to the moment of the report.
   *
   * @throws QueryFailed as above.
   */
  range(
    expression: string,
    seconds: number,
    step: number
  ): Promise<readonly Series[]>;
  /** Seconds for which data is kept; `undefined` if the server does not report it. */
  retention(): Promise<number | undefined>;
  /**
   * Values of a label on the series of a selector in the last `seconds`; `undefined` if the server does not report
   * them.
   */
  labelValues(
    label: string,
    selector: string,
    seconds: number
  ): Promise<readonly string[] | undefined>;
}

/** One query failed: too large, too slow, or refused. Others may succeed. */
export class QueryFailed extends Error {}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Without NaN and infinities. */
  readonly points: readonly Point[];
}

/** Seconds since the epoch, and the value. */
export type Point = readonly [at: number, value: number];
