// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { SpanStatusCode, type Context, type Span } from '@opentelemetry/api';
import type { Call } from '../call.ts';
import type { Profile } from '../semconv/profile.ts';

/** The span of one call: ours, or another producer's. */
export interface CallSpan {
  readonly span: Span;
  /** The context for the call and for everything that it starts, such as its HTTP span. */
  readonly context: Context;
  /** Metrics that the span's producer records, too; ours would duplicate them. */
  readonly measured: ReadonlySet<string>;
  /** Adds facts of a request body that were read only after the span had begun. */
  update(call: Call): void;
  end(call: Call): void;
  /** For a span whose producer may never end it: in that case, `record` records the metrics instead of the producer. */
  recover?(call: Call, record: () => void): void;
}

export interface SpanOptions {
  readonly profile: Profile;
  /** Whether another producer's span around the call is enriched, or gets a separate child span. */
  readonly duplicates: 'enrich' | 'separate';
}

export const NO_METRICS: ReadonlySet<string> = new Set();

/** Sets the status of a call that failed. The status of a good call stays unset; it is never OK. */
export function setErrorStatus(span: Span, { errorMessage }: Call): void {
  span.setStatus(
    errorMessage === undefined
      ? { code: SpanStatusCode.ERROR }
      : { code: SpanStatusCode.ERROR, message: errorMessage }
  );
}
