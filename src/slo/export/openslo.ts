// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ERROR_TYPE, latencySeries } from '../sli/metric-names.ts';
import {
  rounded,
  type CostObjective,
  type Objective,
  type Objectives,
  type RatioObjective,
  type SloWindow,
  type ThroughputObjective,
} from '../objectives/objective.ts';
import { MONTH } from '../objectives/windows.ts';
import { promiseOf } from '../objectives/promise.ts';
import { callMatchersOf, selecting, sumRate } from '../sli/promql.ts';
import { ratesOf } from './counters.ts';
import type { Export } from './export.ts';
import { dnsLabel, namesFor, trimmed } from './names.ts';
import { alertsOf, policyNames } from './openslo-alerts.ts';
import { object } from './openslo-object.ts';
import {
  leftBehind,
  neverBurning,
  uncalendared,
  ungrouped,
} from './remarks.ts';

const TOOL = 'OpenSLO';
const DATA_SOURCE = 'prometheus';
/** Time range of one value of a query. */
const STEP = '5m';

type Expressible = RatioObjective | ThroughputObjective;

/**
 * Objectives in OpenSLO v1: the service, the data source, an SLI and an SLO each, and the alerts.
 *
 * @see https://github.com/OpenSLO/OpenSLO#specification
 */
export function openSlo(objectives: Objectives): Export {
  const { service } = objectives;
  const across = objectives.objectives.filter(isExpressible);
  const names = namesFor(across, ({ name }) => dnsLabel(`${service}-${name}`));
  const left = objectives.objectives
    .filter(
      (objective): objective is CostObjective => !isExpressible(objective)
    )
    .map(objective => leftBehind(objective, TOOL));
  if (across.length === 0) return { documents: [], left, altered: [] };
  return {
    documents: [
      object('Service', trimmed(dnsLabel(service)), {}, service),
      object('DataSource', DATA_SOURCE, {
        type: 'Prometheus',
        connectionDetails: { url: 'http://127.0.0.1:9090' },
      }),
      ...across.flatMap(objective => [
        sliOf(objective, names.get(objective) ?? '', objectives),
        sloOf(objective, names.get(objective) ?? '', objectives),
      ]),
      ...alertsOf(across, objectives.window),
    ],
    left,
    altered: across.flatMap(objective => [
      ...ungrouped(objective, TOOL),
      ...uncalendared(objective, TOOL),
      ...(objective.kind === 'throughput' ? [] : neverBurning(objective, TOOL)),
    ]),
  };
}

function isExpressible(objective: Objective): objective is Expressible {
  return objective.kind !== 'cost';
}

function sliOf(
  objective: Expressible,
  name: string,
  objectives: Objectives
): object {
  const query = (text: string) => ({
    metricSource: {
      metricSourceRef: DATA_SOURCE,
      type: 'Prometheus',
      spec: { query: text },
    },
  });
  if (objective.kind === 'throughput') {
    const answered = answeredRate(objective, objectives);
    return object('SLI', name, { thresholdMetric: query(answered) });
  }
  const { total, good, bad } = ratesOf(objective, objectives, STEP);
  return object('SLI', name, {
    ratioMetric: {
      // Rates go up and down; counters would restart with each process.
      counter: false,
      ...(good === undefined ? { bad: query(bad) } : { good: query(good) }),
      total: query(total),
    },
  });
}

function sloOf(
  objective: Expressible,
  name: string,
  { service, window }: Objectives
): object {
  const target = rounded(objective.target);
  return object(
    'SLO',
    name,
    {
      description:
        objective.description || promiseOf({ ...objective, groupBy: [] }),
      service: trimmed(dnsLabel(service)),
      indicatorRef: name,
      timeWindow: [timeWindowOf(window)],
      ...(objective.kind === 'throughput'
        ? {
            budgetingMethod: 'Timeslices',
            objectives: [
              {
                op: 'gte',
                value: objective.floor,
                target,
                timeSliceTarget: 1,
                timeSliceWindow: '1m',
              },
            ],
          }
        : { budgetingMethod: 'Occurrences', objectives: [{ target }] }),
      alertPolicies: policyNames(objective, window).map(alertPolicyRef => ({
        alertPolicyRef,
      })),
    },
    objective.name
  );
}

function timeWindowOf(window: SloWindow): object {
  if (window !== MONTH) return { duration: window, isRolling: true };
  const calendar = { startTime: '2026-01-01 00:00:00', timeZone: 'UTC' };
  return { duration: '1M', isRolling: false, calendar };
}

/** No calls at all are a rate of zero. */
function answeredRate(
  { match }: ThroughputObjective,
  { prometheus }: Objectives
): string {
  const matchers = [...callMatchersOf(match, prometheus), `${ERROR_TYPE}=""`];
  const rate = sumRate(
    {
      series: latencySeries('duration', prometheus, match),
      suffix: '_count',
      matchers: selecting(prometheus, matchers),
      window: STEP,
      by: [],
    },
    prometheus
  );
  return `${rate} or vector(0)`;
}
