// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isCounted, type RatioObjective } from '../objectives/objective.ts';
import type { EventOutcome } from '../sli/sli.ts';
import {
  eventsByProcess,
  growthByProcess,
  type Counters,
} from '../sli/growth.ts';
import { EVENTS_SERIES, latencySeries } from '../sli/metric-names.ts';
import { quoted, selecting } from '../sli/promql.ts';
import type { LatencyMetric } from '../objectives/objective.ts';
import { number, type Scope } from './scope.ts';

/** Histogram series of one objective. */
export interface HistogramSeries {
  readonly metric?: LatencyMetric;
  readonly suffix: '_count' | '_bucket';
  readonly matchers: readonly string[];
  /** Matchers that every series of the process has, as the boundary of a bucket. */
  readonly process?: readonly string[];
  readonly which?: Counters['which'];
}

/**
 * Events a second by target: from the counter of events where a process has it, else from the histograms, as the source of
 * the objective allows.
 */
export function measured(
  scope: Scope,
  objective: RatioObjective,
  outcomes: readonly EventOutcome[],
  histogram: HistogramSeries
): string {
  const counted = eventsOf(scope, objective, outcomes);
  if (isCounted(objective)) return perSecond(scope, counted);
  const read = histogramOf(scope, histogram);
  return perSecond(
    scope,
    objective.source === 'histogram' ? read : `${counted} or ${read}`
  );
}

/** Events of five minutes by process, as the application counted them. */
function eventsOf(
  scope: Scope,
  objective: RatioObjective,
  outcomes: readonly EventOutcome[]
): string {
  return eventsByProcess(
    {
      series: eventSeries(scope, objective, outcomes),
      together: eventSeries(scope, objective, ['good', 'bad']),
      process: eventSeries(scope, objective, ['good']),
      by: scope.by,
    },
    window => scope.time(window)
  );
}

/** Series of the processes that counted events of an objective in five minutes. */
export function countingOf(scope: Scope, objective: RatioObjective): string {
  return `last_over_time(${eventSeries(scope, objective, ['good'])}[${scope.time('5m')}])`;
}

function eventSeries(
  { objectives: { prometheus } }: Scope,
  { name }: RatioObjective,
  outcomes: readonly EventOutcome[]
): string {
  const [only = ''] = outcomes;
  const matchers = [
    `slo=${quoted(name)}`,
    outcomes.length === 1
      ? `outcome=${quoted(only)}`
      : `outcome=~${quoted(outcomes.join('|'))}`,
  ];
  return `${EVENTS_SERIES}{${selecting(prometheus, matchers).join(',')}}`;
}

/** Calls of five minutes by process, as the histograms have them. */
export function histogramOf(
  scope: Scope,
  {
    metric = 'duration',
    suffix,
    matchers,
    process = [],
    which,
  }: HistogramSeries
): string {
  const { prometheus } = scope.objectives;
  return growthByProcess(
    {
      series: latencySeries(metric, prometheus, scope.objective.match),
      suffix,
      matchers: selecting(prometheus, matchers),
      process: selecting(prometheus, process),
      by: scope.by,
      ...(which !== undefined && { which }),
    },
    prometheus,
    window => scope.time(window)
  );
}

/** A rate by target of what five minutes had by process. */
export function perSecond(scope: Scope, byProcess: string): string {
  return `sum by (${scope.by.join(', ')}) (${byProcess}) / ${number(scope.seconds('5m'))}`;
}
