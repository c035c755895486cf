// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ERROR_TYPE } from '../sli/metric-names.ts';
import type { LatencyObjective } from '../objectives/objective.ts';
import { PROCESS_LABELS } from '../sli/growth.ts';
import { boundaryMatcher, callMatchersOf, selecting } from '../sli/promql.ts';
import { BAD, TOTAL } from './base-series.ts';
import { countingOf, histogramOf, measured, perSecond } from './measured.ts';
import type { RecordingRule } from './rule.ts';
import type { Scope } from './scope.ts';

/**
 * Only answers have a latency: fast failures are no fast answers. Of the histograms only those answers count that can be
 * judged: the process had the boundary at the threshold for all of the five minutes. A process that was not given a new
 * threshold yet, or a target without any such process, adds nothing to the total.
 */
export function latencyRules(
  scope: Scope,
  objective: LatencyObjective
): RecordingRule[] {
  const { metric, threshold } = objective;
  const boundary = boundaryMatcher(threshold);
  const which = (series: string) => {
    const samples = (suffix: string, matchers: readonly string[]) =>
      `count_over_time(${series}${suffix}{${selecting(scope.objectives.prometheus, matchers).join(',')}}[${scope.time('5m')}])`;
    // `and` compares all other labels, so that failures are left out by the series that this follows.
    const match = callMatchersOf(objective.match, scope.objectives.prometheus);
    return `and ignoring (le) (${samples('_bucket', [...match, boundary])} >= ignoring (le) ${samples('_count', match)})`;
  };
  const total = measured(scope, objective, ['good', 'bad'], {
    metric,
    suffix: '_count',
    matchers: answersOf(scope, objective),
    which,
  });
  const good = measured(scope, objective, ['good'], {
    metric,
    suffix: '_bucket',
    matchers: [...answersOf(scope, objective), boundary],
    process: [boundary],
    which,
  });
  return [
    scope.record(TOTAL, total),
    scope.record(
      BAD,
      `clamp_min(${scope.series(TOTAL)} - ignoring (${scope.labelNames}) ${good}, 0)`
    ),
  ];
}

/** Answers a second of processes whose answers cannot be judged: without the boundary, and without a counter of events. */
export function unjudgedAnswers(
  scope: Scope,
  objective: LatencyObjective
): string {
  const { metric, threshold } = objective;
  const answers = answersOf(scope, objective);
  const bucket = selecting(scope.objectives.prometheus, [
    ...answers,
    boundaryMatcher(threshold),
  ]).join(',');
  const without = histogramOf(scope, {
    metric,
    suffix: '_count',
    matchers: answers,
    which: series =>
      `unless ignoring (le) last_over_time(${series}_bucket{${bucket}}[${scope.time('5m')}])`,
  });
  return perSecond(
    scope,
    objective.source === 'histogram'
      ? without
      : `${without} unless on (${[...scope.by, ...PROCESS_LABELS].join(', ')}) ${countingOf(scope, objective)}`
  );
}

function answersOf(
  { objectives }: Scope,
  { match }: LatencyObjective
): readonly string[] {
  return [...callMatchersOf(match, objectives.prometheus), `${ERROR_TYPE}=""`];
}
