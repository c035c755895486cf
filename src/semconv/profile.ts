// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, CallContent } from '../call.ts';
import type { AttributeTable } from './attribute-table.ts';
import type { AttributeSet } from './metric-attributes.ts';

/** One instrument as a convention defines it. */
export interface MetricDefinition {
  readonly name: string;
  readonly description: string;
  /** UCUM. */
  readonly unit: string;
  readonly kind: 'histogram' | 'counter' | 'upDownCounter' | 'gauge';
  readonly valueType: 'int' | 'double';
  /** Bucket boundaries that the convention asks for. */
  readonly boundaries?: readonly number[];
}

/** Receives the measurements of a call. */
export interface Recorder {
  /** @param set its attributes for the call are those of the measurement */
  record(metric: MetricDefinition, value: number, set: AttributeSet): void;
}

/** Severities of log records, as OpenTelemetry numbers them. */
export const SEVERITY = { DEBUG: 5, WARN: 13 } as const;

/** One event as a convention defines it; without a severity where the convention names none. */
export interface EventDefinition {
  readonly name: string;
  readonly severity?: keyof typeof SEVERITY;
}

/** Rules of a profile for content, and for the event that may carry it. */
export interface ContentRules {
  readonly event: EventDefinition;
  /** Attributes of the span that are not in the table of the event. */
  readonly notOnEvent: readonly string[];
  /** Content in the shape of the profile's JSON schemas. */
  shape(content: CallContent, call: Call): CallContent;
}

/** A version of the GenAI conventions: how a call appears in telemetry. Data and small functions. */
export interface Profile {
  readonly name: string;
  readonly schemaUrl: string;
  readonly metrics: readonly MetricDefinition[];
  /** Metrics with one measurement for each chunk of a stream, among those of `SHARED`. */
  readonly chunkMetrics: readonly MetricDefinition[];
  /** Attributes that a metric may carry unless the user says otherwise. */
  readonly metricAttributeNames: readonly string[];
  /** Rules for prompts and answers, when they are captured. */
  readonly content: ContentRules;
  /** The event of a call that failed. */
  readonly exception: EventDefinition;
  /** Whether the profile has a span for fetching a response that was made before; if not, such calls are left alone. */
  readonly fetchesResponses: boolean;
  /** Attributes of the request: at creation where its body is at hand, which samplers need. */
  readonly request: AttributeTable<Call>;
  /** Attributes of the response, once the call has ended. */
  readonly response: AttributeTable<Call>;
  /** The measurements of a call that has ended, without those of its chunks. */
  measure(call: Call, to: Recorder): void;
}
