// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Somebody else who makes inference spans, as far as it must be known to live with them. */
export interface Producer {
  /** Metrics of the conventions that it records itself: ours would double them. */
  readonly measures: ReadonlySet<string>;
  /**
   * Whether it never ends, and never measures, the span of a call whose answer nobody reads to the end: one that is left
   * or cut, or whose response is asked for itself.
   */
  readonly losesSpans: boolean;
}

const OPERATION = 'gen_ai.client.operation';
const DURATION_AND_TOKENS = [
  `${OPERATION}.duration`,
  'gen_ai.client.token.usage',
];

interface Row {
  readonly measures?: readonly string[];
  readonly losesSpans?: true;
}

/** By the scope of their spans. */
const ROWS: Readonly<Record<string, Row>> = {
  // Its generator around a stream ends the span after its loop, where neither `break` nor an error comes to (0.22).
  '@opentelemetry/instrumentation-openai': {
    measures: DURATION_AND_TOKENS,
    losesSpans: true,
  },
  // Where that one comes from (0.5), and one of the same build (0.27).
  '@elastic/opentelemetry-instrumentation-openai': {
    measures: DURATION_AND_TOKENS,
    losesSpans: true,
  },
  '@traceloop/instrumentation-openai': { losesSpans: true },
  openlit: {
    measures: [
      ...DURATION_AND_TOKENS,
      `${OPERATION}.time_to_first_chunk`,
      `${OPERATION}.time_per_output_chunk`,
    ],
  },
  // The AI SDK up to 6: the span ends with the last step of a pipe, which a stream that is left or cut never comes to.
  ai: { losesSpans: true },
  // @ai-sdk/otel
  gen_ai: { measures: ['gen_ai.client.inference.duration'] },
};

const UNKNOWN: Producer = { measures: new Set(), losesSpans: false };
const BY_SCOPE = new Map(
  Object.entries(ROWS).map(([scope, { measures, losesSpans = false }]) => [
    scope,
    { measures: new Set(measures), losesSpans },
  ])
);

/** What is known of the producer whose span, of this scope, stands around a call. */
export function producerOf(scope: string): Producer {
  return BY_SCOPE.get(scope) ?? UNKNOWN;
}
