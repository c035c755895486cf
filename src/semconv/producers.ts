// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Another producer of inference spans, as far as it must be known to live with it. */
export interface Producer {
  /** Metrics of the conventions that it records itself: ours would double them. */
  readonly measures: ReadonlySet<string>;
  /**
   * Whether it never ends, and never measures, the span of a call whose answer nobody reads to the end: one that is left
   * or cut, or whose response is asked for itself.
   */
  readonly losesSpans: boolean;
  /** Whether it records nothing for a call that failed: then ours is the only measurement. */
  readonly skipsFailures: boolean;
  /** The same for calls that ask for a stream. */
  readonly measuresOfStreams: ReadonlySet<string>;
}

const OPERATION = 'gen_ai.client.operation';
const DURATION_AND_TOKENS = [
  `${OPERATION}.duration`,
  'gen_ai.client.token.usage',
];
const ALL = [
  ...DURATION_AND_TOKENS,
  `${OPERATION}.time_to_first_chunk`,
  `${OPERATION}.time_per_output_chunk`,
];

interface Row {
  /** The whole name of the scope of its spans; the beginning of the name, where a `*` stands at the end. */
  readonly scope: string;
  /** Values of the span attribute `rpc.method`; any, if absent. */
  readonly methods?: readonly string[];
  readonly measures?: readonly string[];
  readonly losesSpans?: true;
  readonly skipsFailures?: true;
  readonly measuresOfStreams?: readonly string[];
}

/** The first row that fits counts. Versions in brackets are those that were looked at. */
const ROWS: readonly Row[] = [
  // Its generator around a stream ends the span after its loop, where neither `break` nor an error comes to (0.22).
  {
    scope: '@opentelemetry/instrumentation-openai',
    measures: DURATION_AND_TOKENS,
    losesSpans: true,
  },
  // Where that one comes from (0.5), and one of the same build (0.27).
  {
    scope: '@elastic/opentelemetry-instrumentation-openai',
    measures: DURATION_AND_TOKENS,
    losesSpans: true,
  },
  // Both by genai-util (0.2), whose invocations end in every case.
  { scope: '@opentelemetry/instrumentation-anthropic', measures: ALL },
  { scope: '@opentelemetry/genai-util', measures: ALL },
  // Bedrock within the instrumentation of the AWS SDK: it measures Converse and ConverseStream once their answer is read
  // to the end, and InvokeModel never (0.76).
  {
    scope: '@opentelemetry/instrumentation-aws-sdk',
    methods: ['InvokeModel', 'InvokeModelWithResponseStream'],
  },
  {
    scope: '@opentelemetry/instrumentation-aws-sdk',
    measures: DURATION_AND_TOKENS,
    skipsFailures: true,
  },
  // No metrics; streams that are left or cut have spans without an end (0.27).
  { scope: '@traceloop/instrumentation-*', losesSpans: true },
  // It takes the duration of a stream from the span, before it has ended that (1.15).
  {
    scope: '@openlit/instrumentation-bedrock',
    measures: ALL,
    measuresOfStreams: ALL.filter(name => name !== `${OPERATION}.duration`),
    skipsFailures: true,
  },
  // Its spans have a scope for each provider; those of its manual tracing, and its metrics, have the scope `openlit` (1.15).
  { scope: '@openlit/instrumentation-*', measures: ALL, skipsFailures: true },
  { scope: 'openlit', measures: ALL, skipsFailures: true },
  // The AI SDK up to 6: the span ends with the last step of a pipe, which a stream that is left or cut never comes to.
  { scope: 'ai', losesSpans: true },
  // @ai-sdk/otel (1.0): the duration of inference; its spans of embeddings have no metric.
  { scope: 'gen_ai', measures: ['gen_ai.client.inference.duration'] },
  // The SDKs of Anthropic and Mistral trace themselves, without metrics: like every scope that has no row.
];

const UNKNOWN: Producer = {
  measures: new Set(),
  losesSpans: false,
  skipsFailures: false,
  measuresOfStreams: new Set(),
};

const PRODUCERS = ROWS.map(
  ({
    scope,
    methods,
    measures = [],
    measuresOfStreams = measures,
    ...rest
  }) => ({
    fits: (name: string, method: unknown) =>
      (scope.endsWith('*')
        ? name.startsWith(scope.slice(0, -1))
        : name === scope) &&
      (methods?.includes(method as string) ?? true),
    producer: {
      measures: new Set(measures),
      measuresOfStreams: new Set(measuresOfStreams),
      losesSpans: rest.losesSpans === true,
      skipsFailures: rest.skipsFailures === true,
    },
  })
);

/**
 * The producer whose span surrounds a call. One that is not in the table records no metrics.
 *
 * @param scope the name of the span's instrumentation scope
 * @param attributes those of the span
 */
export function producerOf(
  scope: string,
  attributes: Readonly<Record<string, unknown>> = {}
): Producer {
  const method = attributes['rpc.method'];
  const row = PRODUCERS.find(({ fits }) => fits(scope, method));
  return row?.producer ?? UNKNOWN;
}
