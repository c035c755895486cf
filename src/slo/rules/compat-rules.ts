// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ERROR_TYPE, LABELS, latencySeries } from '../sli/metric-names.ts';
import { isRatio, type Objectives } from '../objectives/objective.ts';
import { quoted, selecting } from '../sli/promql.ts';
import type { RecordingRule } from './rule.ts';
import { Scope } from './scope.ts';
import { errorRatio } from './window-rules.ts';

const REQUESTS = 'ai_api_requests_total';
const ERRORS = 'ai_api_errors_total';
const DURATION = 'ai_api_request_duration_seconds';
const PERCENTAGE = 'ai_api_current_slo_percentage';

/**
 * Names that a team may have charted before, with the labels `provider`, `model`, `status` and `error_type`. Counters
 * stay counters, one for each instance, so that `rate()` goes on to work; the percentage is of the whole window, and not
 * of what one process saw since it started.
 */
export function compatRules(objectives: Objectives): RecordingRule[] {
  const { service, prometheus } = objectives;
  const labels = { service };
  const series = latencySeries('duration', prometheus);
  const counter = (
    record: string,
    suffix: string,
    by: readonly string[],
    matcher = ''
  ): RecordingRule => ({
    record,
    expr: `sum by (${['job', 'instance', 'provider', 'model', ...by].join(', ')}) (${renamed(
      either(objectives, series + suffix, `${series}_seconds${suffix}`, matcher)
    )})`,
    labels,
  });
  return [
    counter(REQUESTS, '_count', ['status']),
    counter(ERRORS, '_count', [ERROR_TYPE], `${ERROR_TYPE}!=""`),
    counter(`${DURATION}_bucket`, '_bucket', ['le']),
    counter(`${DURATION}_sum`, '_sum', []),
    counter(`${DURATION}_count`, '_count', []),
    ...objectives.objectives.filter(isRatio).map(objective => {
      const scope = new Scope(objectives, objective);
      const ratio = scope.series(errorRatio(objectives.window));
      // A label that there was none for stays as it is: percentages do not add up.
      const more = scope.by.filter(label => label === LABELS.operation);
      return {
        record: PERCENTAGE,
        expr: `sum by (${['provider', 'model', ...more].join(', ')}) (${renamed(`100 * (1 - ${ratio})`)})`,
        labels: scope.labels,
      };
    }),
  ];
}

/** By either name; of a job that arrives by both paths, by one. */
function either(
  { prometheus }: Objectives,
  plain: string,
  withUnit: string,
  matcher: string
): string {
  const { names } = prometheus;
  const matchers = selecting(prometheus, matcher === '' ? [] : [matcher]).join(
    ','
  );
  const js = `${plain}{${matchers}}`;
  const otlp = `${withUnit}{${matchers}}`;
  if (names === 'js') return js;
  if (names === 'otlp') return otlp;
  return `(${otlp} or (${js} unless on (job) ${otlp}))`;
}

function renamed(expression: string): string {
  const renames = [
    ['provider', '$1', LABELS.provider, '(.*)'],
    ['model', '$1', LABELS.model, '(.*)'],
    ['status', 'success', ERROR_TYPE, ''],
    ['status', 'error', ERROR_TYPE, '.+'],
  ];
  return renames.reduce(
    (inner, rename) =>
      `label_replace(${inner}, ${rename.map(quoted).join(', ')})`,
    expression
  );
}
