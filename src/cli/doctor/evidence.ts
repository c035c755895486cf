// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResolvedConfig } from '../../config/config.ts';
import { latencyMetricOf } from '../../slo/sli/metric-names.ts';
import { withThresholds } from '../../slo/sli/boundaries.ts';
import { causesOf, type Cause } from './causes.ts';
import {
  note,
  ok,
  problem,
  unknown,
  warning,
  type Environment,
  type Finding,
} from './finding.ts';
import { CALLS, type CallName, type Sighting } from './sighting.ts';

type Config = Pick<ResolvedConfig, 'profile' | 'slo'>;

/** Judges the traces that the doctor's calls have left in an application. */
export function judge(
  sighting: Sighting,
  config: Config,
  environment: Environment
): Finding[] {
  const { conflict, shared, spans, metrics } = causesOf(sighting, environment);
  const first = conflict === undefined ? [] : [problem(conflict)];
  // One cause is one finding, however much is missing because of it.
  if (shared !== undefined) {
    return [
      ...first,
      { ...shared, text: `calls leave no span and no metrics: ${shared.text}` },
    ];
  }
  return [
    ...first,
    ...judgeSpans(sighting, spans, conflict !== undefined),
    ...(conflict !== undefined && sighting.histograms.length === 0
      ? []
      : judgeMetrics(sighting, config, metrics)),
  ];
}

function judgeSpans(
  sighting: Sighting,
  cause: Cause,
  hasConflict: boolean
): Finding[] {
  const { traces, spans, failures } = sighting;
  if (!traces.isReadable) {
    return [
      unknown(
        `spans go to a provider of class ${traces.name}, which is not the OpenTelemetry SDK's`
      ),
    ];
  }
  const names = Object.keys(CALLS) as CallName[];
  const isSilent =
    Object.keys(failures).length === 0 &&
    spans.every(({ model }) => model === undefined);
  if (isSilent && cause !== undefined) {
    return [{ kind: cause.kind, text: `calls leave no span: ${cause.text}` }];
  }
  const calls = names.map(name => judgeCall(sighting, name, cause));
  const seen = calls.filter(({ kind }) => kind === 'ok').length;
  return [
    ...calls,
    ...(seen === 0 || hasConflict ? [] : judgeHttp(sighting, seen)),
  ];
}

function judgeCall(sighting: Sighting, name: CallName, cause: Cause): Finding {
  const { failures, spans } = sighting;
  const model = CALLS[name];
  const what = `a call by ${name}`;
  const made = spans.filter(span => span.model === model);
  const [span] = made;
  if (made.length > 1) {
    const scopes = [...new Set(made.map(({ scope }) => scope))];
    return problem(
      `${what}: ${made.length} spans, by ${scopes.join(' and ')}. Remove ${scopes.length > 1 ? 'one of these instrumentations' : 'the second registration'}`
    );
  }
  if (span !== undefined) return ok(`${what}: one span, ${span.name}`);
  const failure = failures[name];
  if (failure !== undefined) {
    return unknown(`${what} fails in this application: ${failure}`);
  }
  if (cause === undefined) return problem(`${what}: no span`);
  return { kind: cause.kind, text: `${what}: no span: ${cause.text}` };
}

function judgeHttp({ spans }: Sighting, seen: number): Finding[] {
  const models: readonly string[] = Object.values(CALLS);
  const ours = spans.filter(({ model = '' }) => models.includes(model));
  const below = ours.filter(({ spanId }) =>
    spans.some(({ parentSpanId }) => parentSpanId === spanId)
  );
  if (below.length >= seen) return [ok('an HTTP span for each')];
  const http = spans.filter(({ scope }) =>
    /instrumentation-(?:undici|http)$/.test(scope)
  );
  const elsewhere = http.filter(({ traceId }) =>
    ours.every(span => span.traceId !== traceId)
  );
  if (elsewhere.length > 0) {
    return [
      problem(
        `${elsewhere.length} HTTP spans are not in the traces of their calls: they share no context manager with this package`
      ),
    ];
  }
  return [note(`${below.length} of ${seen} have an HTTP span`)];
}

function judgeMetrics(
  { metrics, histograms }: Sighting,
  { profile, slo }: Config,
  cause: Cause
): Finding[] {
  const duration = withThresholds(profile.metrics, slo).find(
    ({ name }) => latencyMetricOf(name) === 'duration'
  );
  if (duration === undefined) return [];
  const { name, boundaries = [] } = duration;
  if (!metrics.isReadable) {
    return [
      unknown(
        `metrics go to a provider of class ${metrics.name}, which is not the OpenTelemetry SDK's`
      ),
    ];
  }
  const found = histograms.filter(histogram => histogram.name === name);
  if (found.length === 0) {
    if (cause !== undefined) {
      return [{ kind: cause.kind, text: `${name}: no metrics: ${cause.text}` }];
    }
    const other = histograms.find(
      each => latencyMetricOf(each.name) !== undefined
    );
    return [
      other === undefined
        ? problem(
            `${name}: no metrics, though a reader is registered. Does a view drop it, or its model attribute?`
          )
        : problem(
            `${name}: no metrics, but ${other.name}: the application emits another version of the conventions than OTEL_SEMCONV_STABILITY_OPT_IN selects here`
          ),
    ];
  }
  const calls = Object.keys(CALLS).length;
  const source = slo === undefined ? 'of the conventions' : 'of the objectives';
  const perReader = Math.max(1, metrics.destinations.length);
  const measured = found.reduce((sum, { count }) => sum + count, 0) / perReader;
  return [
    measured <= calls
      ? ok(`${name} was recorded`)
      : problem(
          `${name} counts ${measured} calls instead of ${calls}: do two views select it?`
        ),
    found.every(each => String(each.boundaries) === String(boundaries))
      ? ok(`its boundaries are those ${source}`)
      : problem(
          slo === undefined
            ? `its boundaries are not those ${source} (${boundaries.join(', ')}): a view of the setup, or its default aggregation, overrides them`
            : `its boundaries are not those ${source} (${boundaries.join(', ')}): give the application the file (OTEL_INSTRUMENTATION_GENAI_SLO, or the option slo), and remove other views of this metric from its setup`
        ),
  ];
}

/**
 * Lists where the telemetry of this application goes.
 *
 * @param keepsSpans Whether spans that go nowhere are as intended.
 */
export function judgeDestinations(
  { traces, metrics }: Sighting,
  keepsSpans: boolean
): Finding[] {
  return [
    ...traces.destinations.map(({ name, url }) =>
      ok(`spans go to ${name}${url === undefined ? '' : `, ${url}`}`)
    ),
    ...(!keepsSpans &&
    traces.name !== undefined &&
    traces.recordsNothing !== true &&
    traces.isReadable &&
    traces.destinations.length === 0
      ? [
          warning(
            'spans are created but not sent: there is no exporter. Set OTEL_EXPORTER_OTLP_ENDPOINT, or OTEL_TRACES_EXPORTER=console to see them'
          ),
        ]
      : []),
    ...metrics.destinations.map(({ name, url, listens }) =>
      ok(
        `metrics go to ${name}${url === undefined ? '' : `, ${url}`}${listens === undefined ? '' : `, scraped at ${listens}`}`
      )
    ),
  ];
}
