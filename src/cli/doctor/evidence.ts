// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResolvedConfig } from '../../config/config.ts';
import { latencyMetricOf } from '../../slo/sli/metric-names.ts';
import { withThresholds } from '../../slo/sli/boundaries.ts';
import { note, ok, wrong, type Finding } from './finding.ts';
import type { Received } from './receiver.ts';

/** The calls that are made, by the model that each names. */
export const CALLS = {
  fetch: 'otel-genai-doctor-fetch',
  'node:http': 'otel-genai-doctor-http',
} as const;

/** What an HTTP span has, and nothing else: by the conventions, and before they were stable. */
const OF_HTTP_SPAN = ['url.full', 'http.url'];

/**
 * What the calls have left behind. A setup may send OTLP as JSON or as protobuf: what is looked for stands in either as
 * it is, so that neither has to be read.
 */
export function judge(
  { traces, metrics }: Received,
  config: Pick<ResolvedConfig, 'profile' | 'slo'>
): Finding[] {
  return [...judgeSpans(traces), ...judgeMetrics(metrics, config)];
}

function judgeSpans(traces: readonly Buffer[]): Finding[] {
  const calls = Object.entries(CALLS).map(([api, model]) => {
    const spans = count(traces, spanOf(model));
    const what = `a call by ${api}`;
    if (spans === 1) return ok(`${what}: one span, ${spanOf(model)}`);
    return wrong(
      spans === 0
        ? `${what}: no span has come. ${NO_SPAN}`
        : `${what}: ${spans} spans; is a second instrumentation of GenAI calls registered?`
    );
  });
  const http = OF_HTTP_SPAN.reduce((sum, name) => sum + count(traces, name), 0);
  return [
    ...calls,
    http >= calls.length
      ? ok('an HTTP span for each')
      : note(`${http} of ${calls.length} have an HTTP span`),
  ];
}

const NO_SPAN =
  'Is GenAIInstrumentation in the list of your setup, and does the setup send where OTEL_EXPORTER_OTLP_ENDPOINT says?';

function judgeMetrics(
  metrics: readonly Buffer[],
  { profile, slo }: Pick<ResolvedConfig, 'profile' | 'slo'>
): Finding[] {
  const duration = withThresholds(profile.metrics, slo).find(
    ({ name }) => latencyMetricOf(name) === 'duration'
  );
  if (duration === undefined) return [];
  const { name, boundaries = [] } = duration;
  if (count(metrics, name) === 0) {
    return [wrong(`${name}: no metrics have come`)];
  }
  const source = slo === undefined ? 'of the conventions' : 'of the objectives';
  const calls = Object.keys(CALLS).length;
  const measured = measuredCalls(metrics, name);
  return [
    // Less may have come at a time: not every setup exports sums.
    measured === undefined || measured <= calls
      ? ok(`${name} has come`)
      : wrong(
          `${name} counts ${measured} calls of ${calls}: do two views select it?`
        ),
    hasBoundaries(metrics, boundaries)
      ? ok(`its boundaries are those ${source}`)
      : wrong(
          `its boundaries are not those ${source} (${boundaries.join(', ')}): a view of the setup, or its default aggregation, says otherwise`
        ),
  ];
}

function spanOf(model: string): string {
  return `chat ${model}`;
}

interface Counted {
  readonly dataPoints: readonly { readonly count: number | string }[];
}

interface Exported {
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly {
      readonly metrics: readonly {
        readonly name: string;
        readonly histogram?: Counted;
        readonly exponentialHistogram?: Counted;
      }[];
    }[];
  }[];
}

/** How many calls the newest export of a histogram counts; only JSON is read so far. */
function measuredCalls(
  exports: readonly Buffer[],
  metric: string
): number | undefined {
  const counts = exports.flatMap(body => {
    if (body[0] !== 0x7b /* { */) return [];
    const { resourceMetrics = [] } = JSON.parse(body.toString()) as Exported;
    return resourceMetrics
      .flatMap(({ scopeMetrics }) => scopeMetrics)
      .flatMap(({ metrics }) => metrics)
      .filter(({ name }) => name === metric)
      .map(({ histogram, exponentialHistogram }) =>
        ((histogram ?? exponentialHistogram)?.dataPoints ?? []).reduce(
          (sum, point) => sum + Number(point.count),
          0
        )
      );
  });
  return counts.at(-1);
}

function count(bodies: readonly Buffer[], sought: string): number {
  return bodies.reduce(
    (sum, body) => sum + body.toString('latin1').split(sought).length - 1,
    0
  );
}

function hasBoundaries(
  bodies: readonly Buffer[],
  boundaries: readonly number[]
): boolean {
  const packed = Buffer.from(new Float64Array(boundaries).buffer);
  const written = `"explicitBounds":[${boundaries.join()}]`;
  return bodies.some(body => body.includes(packed) || body.includes(written));
}
