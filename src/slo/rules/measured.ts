// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isCounted, type RatioObjective } from '../objectives/objective.ts';
import type { EventOutcome } from '../sli/sli.ts';
import { growthByProcess, type Counters } from '../sli/growth.ts';
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
export function eventsOf(
  scope: Scope,
  { name }: RatioObjective,
  outcomes: readonly EventOutcome[]
): string {
  const { prometheus } = scope.objectives;
  const slo = `slo=${quoted(name)}`;
  return growthByProcess(
    {
      series: EVENTS_SERIES,
      unit: false,
      matchers: selecting(prometheus, [
        slo,
        outcomes.length === 1
          ? `outcome=${quoted(outcomes[0] ?? '')}`
          : `outcome=~${quoted(outcomes.join('|'))}`,
      ]),
      process: selecting(prometheus, [slo]),
      by: scope.by,
    },
    prometheus,
    window => scope.time(window)
  );
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
