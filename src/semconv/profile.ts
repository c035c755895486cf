// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../call.ts';
import type { ContentRules } from './events.ts';

export type AttributeValue = string | number | boolean | string[];

/** Attributes of a span or a measurement. A key without a value is not there. */
export type Attributes = Record<string, AttributeValue>;

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

/** Receives one measurement. */
export type Measure = (
  metric: MetricDefinition,
  value: number,
  attributes: Attributes
) => void;

/** A version of the GenAI conventions: what a call looks like in telemetry. Data and small functions. */
export interface Profile {
  readonly name: string;
  readonly schemaUrl: string;
  readonly metrics: readonly MetricDefinition[];
  /** Attributes that a metric may carry unless the user says otherwise. */
  readonly metricAttributeNames: readonly string[];
  /** What is said of prompts and answers, when they are captured. */
  readonly content: ContentRules;
  /** Whether it has a span for fetching a response that was made before; else that is left alone. */
  readonly fetchesResponses: boolean;
  spanName(call: Call): string;
  /** What the request says: at creation where its body is at hand, which samplers need. */
  requestAttributes(call: Call): Attributes;
  /** What the response says, once the call has ended. */
  responseAttributes(call: Call): Attributes;
  /** The measurements of a call that has ended. */
  measure(call: Call, record: Measure): void;
  /** Those among them that there is one of for each chunk, of the intervals that the call holds now. */
  measureChunks(call: Call, record: Measure): void;
}

/** Keeps the entries that have a value. */
export function present(
  entries: Readonly<Record<string, AttributeValue | undefined>>
): Attributes {
  const attributes: Attributes = {};
  for (const key in entries) {
    const value = entries[key];
    if (value !== undefined) attributes[key] = value;
  }
  return attributes;
}
