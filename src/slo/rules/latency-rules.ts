// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ERROR_TYPE, latencySeries } from '../sli/metric-names.ts';
import type { LatencyObjective } from '../objectives/objective.ts';
import { boundaryMatcher, matchersOf, selecting } from '../sli/promql.ts';
import { BAD, TOTAL } from './base-series.ts';
import type { RecordingRule } from './rule.ts';
import type { Scope } from './scope.ts';

/**
 * Only what was answered has a latency: fast failures are no fast answers. Processes without the boundary, as those are
 * that have not heard of a new threshold yet, do not say how fast theirs were, and are judged by the others.
 */
export function latencyRules(
  scope: Scope,
  objective: LatencyObjective
): RecordingRule[] {
  const within = scope.rate(seriesOf(scope, objective), {
    suffix: '_bucket',
    matchers: [...answersOf(objective), boundaryMatcher(objective.threshold)],
  });
  const total = [
    answerRate(scope, objective, 'and'),
    answerRate(scope, objective),
  ].join(' or ');
  const seen = scope.series(TOTAL);
  return [
    scope.record(TOTAL, total),
    // Where no process has the boundary there is no series, which an alert of its own says.
    scope.record(
      BAD,
      `clamp_min(${seen} - ignoring (${scope.labelNames}) ${within}, 0)`
    ),
  ];
}

/** Answers a second: all, or of the processes that have the boundary at the threshold (`and`) or lack it (`unless`). */
export function answerRate(
  scope: Scope,
  objective: LatencyObjective,
  bounded?: 'and' | 'unless'
): string {
  const answered = answersOf(objective);
  const bucket = selecting(scope.objectives.prometheus, [
    ...answered,
    boundaryMatcher(objective.threshold),
  ]).join(',');
  return scope.rate(seriesOf(scope, objective), {
    suffix: '_count',
    matchers: answered,
    ...(bounded !== undefined && {
      which: series =>
        `${bounded} ignoring (le) rate(${series}_bucket{${bucket}}[${scope.time('5m')}])`,
    }),
  });
}

function seriesOf(scope: Scope, { metric }: LatencyObjective): string {
  return latencySeries(metric, scope.objectives.prometheus);
}

function answersOf({ match }: LatencyObjective): readonly string[] {
  return [...matchersOf(match), `${ERROR_TYPE}=""`];
}
