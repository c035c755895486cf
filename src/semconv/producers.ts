// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

const OPERATION = 'gen_ai.client.operation';
const DURATION_AND_TOKENS = [
  `${OPERATION}.duration`,
  'gen_ai.client.token.usage',
];

/** Metrics of the conventions that other producers of inference spans record themselves, by the scope of their spans. */
const MEASURED: Readonly<Record<string, readonly string[]>> = {
  '@opentelemetry/instrumentation-openai': DURATION_AND_TOKENS,
  '@elastic/opentelemetry-instrumentation-openai': DURATION_AND_TOKENS,
  openlit: [
    ...DURATION_AND_TOKENS,
    `${OPERATION}.time_to_first_chunk`,
    `${OPERATION}.time_per_output_chunk`,
  ],
  // @ai-sdk/otel
  gen_ai: ['gen_ai.client.inference.duration'],
};

const NONE: ReadonlySet<string> = new Set();
const BY_SCOPE = new Map(
  Object.entries(MEASURED).map(([scope, names]) => [scope, new Set(names)])
);

/** What ours would double, where a span of this scope stands around a call. */
export function measuredBy(scope: string): ReadonlySet<string> {
  return BY_SCOPE.get(scope) ?? NONE;
}
