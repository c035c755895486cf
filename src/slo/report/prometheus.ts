// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** What a report asks of Prometheus, or of what speaks its API. */
export interface Prometheus {
  /** Values of an expression at the moment of the report. */
  query(expression: string): Promise<readonly Sample[]>;
  /** Values of an expression every so many seconds of the last so many, up to the moment of the report. */
  range(
    expression: string,
    seconds: number,
    step: number
  ): Promise<readonly Series[]>;
  /** For how long data is kept, in seconds; `undefined` where that is not told. */
  retention(): Promise<number | undefined>;
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds of the epoch, and the value; NaN and infinities have been left out. */
  readonly points: readonly (readonly [at: number, value: number])[];
}
