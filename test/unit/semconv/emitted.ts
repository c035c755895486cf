// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, Operation } from '../../../src/call.ts';
import { LATEST } from '../../../src/semconv/latest.ts';
import {
  attributesOf,
  type Attributes,
} from '../../../src/semconv/attribute-table.ts';
import { SHARED } from '../../../src/semconv/metric-attributes.ts';
import { metricFactsOf } from '../../../src/telemetry/metric-attributes.ts';
import type { Profile, Recorder } from '../../../src/semconv/profile.ts';
import { V1_41 } from '../../../src/semconv/v1.41.ts';
import {
  type Convention,
  definitionOf,
  readConvention,
  wrongValue,
} from './convention.ts';
import { operations, wholeCall } from './whole-call.ts';

/** Our profiles, each with the convention that it is of. */
export const profiles = [
  [V1_41, readConvention('v1.41')],
  [LATEST, readConvention('latest')],
] as const;

/** Those whose spans or metrics the conventions refine, and one of those that they do not. */
export const refined = [
  'openai',
  'azure.ai.inference',
  'anthropic',
  'aws.bedrock',
  'cohere',
];

/** Operations that a profile has a span for. */
export function operationsOf({ fetchesResponses }: Profile): Operation[] {
  return operations.filter(
    operation => operation !== 'fetch_response' || fetchesResponses
  );
}

/** Calls that said everything, of every operation of the profile and every provider that matters. */
export function callsOf(profile: Profile): Call[] {
  return refined.flatMap(provider =>
    operationsOf(profile).map(operation => wholeCall(provider, operation))
  );
}

export interface Measurement {
  readonly metric: string;
  readonly value: number;
  readonly attributes: Attributes;
}

export function spanOf(profile: Profile, call: Call): Attributes {
  return {
    ...attributesOf(profile.request, call),
    ...attributesOf(profile.response, call),
  };
}

export function measured(profile: Profile, call: Call): Measurement[] {
  const measurements: Measurement[] = [];
  const facts = metricFactsOf(call);
  const recorder: Recorder = {
    record({ name: metric }, value, { table }) {
      const attributes = attributesOf(table, facts);
      measurements.push({ metric, value, attributes });
    },
  };
  profile.measure(call, recorder);
  for (const metric of profile.chunkMetrics) {
    for (const interval of call.chunkIntervals)
      recorder.record(metric, interval, SHARED);
  }
  return measurements;
}

/** Names of attributes whose value the convention does not allow, each with the reason. */
export function wrongIn(
  convention: Convention,
  attributes: Attributes
): string[] {
  return Object.entries(attributes).flatMap(([name, value]) => {
    const definition = definitionOf(convention, name);
    const wrong =
      definition === undefined ? 'unknown' : wrongValue(definition, value);
    return wrong === undefined ? [] : [`${name}: ${wrong}`];
  });
}
