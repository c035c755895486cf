// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  isRatio,
  type LatencyMetric,
  type Objectives,
  type RatioObjective,
} from '../objectives/objective.ts';
import { ERROR_TYPE, LABELS, latencySeries } from '../sli/metric-names.ts';
import { callMatchersOf, selecting } from '../sli/promql.ts';
import { PROCESS_LABELS } from '../sli/growth.ts';
import { aboutPolls } from '../sli/polls.ts';
import type { RecordingRule } from './rule.ts';
import { UNSEEN_SOURCES, unseenRule } from './unseen-rule.ts';

/** Failed calls of five minutes by `error.type`, for all objectives of a service. */
export const ERRORS = 'genai_slo:errors:increase5m';

/** Answers of five minutes by bucket, for all objectives of a service. */
export function answersSeries(metric: LatencyMetric): string {
  return `genai_slo:${metric}_bucket:increase5m`;
}

/** How often these rules are evaluated: each sample is of the time since the one before. */
export const REPORT_INTERVAL = '5m';

/**
 * How long a series may be gone before it counts as new. A process that cannot be scraped for a while keeps its counts,
 * which must not count twice.
 */
const FORGOTTEN = '6h';

/**
 * Rules for the report over a whole window: percentiles and error types, once for each service. Raw buckets of thirty days
 * are too many to read: 30 processes with 8 targets have 700 million samples.
 */
export function reportRules(
  objectives: Objectives,
  time: (window: string) => string
): RecordingRule[] {
  const read = readOf(objectives);
  const metrics = new Set<LatencyMetric>(
    read.map(objective =>
      objective.kind === 'latency' ? objective.metric : 'duration'
    )
  );
  if (metrics.size === 0) return [];
  const targets = Object.values(LABELS);
  const window = time(REPORT_INTERVAL);
  const labels = { service: objectives.service };
  const { any, failed, answered } = selectorsOf(objectives, read);
  return [
    ...[...metrics].map(metric => ({
      record: answersSeries(metric),
      expr: summed(
        objectives,
        seriesOf(objectives, read, metric),
        [...targets, 'le'],
        name => `increase(${name}_bucket${answered}[${window}])`
      ),
      labels,
    })),
    {
      record: ERRORS,
      expr: summed(
        objectives,
        seriesOf(objectives, read, 'duration'),
        [...targets, ERROR_TYPE],
        name =>
          `${newborn(`${name}_count`, failed, any, time)} or increase(${name}_count${failed}[${window}])`
      ),
      labels,
    },
  ];
}

/** Rules of what objectives on the histogram cannot count. */
export function unseenRules(
  objectives: Objectives,
  time: (window: string) => string
): RecordingRule[] {
  const read = readOf(objectives);
  const series = seriesOf(objectives, read, 'duration');
  const selectors = selectorsOf(objectives, read);
  const sources = read
    .filter(({ kind }) => kind !== 'latency')
    .map(({ source }) => source);
  return UNSEEN_SOURCES.filter(source => sources.includes(source)).map(source =>
    unseenRule(objectives, { series, ...selectors, source }, time)
  );
}

/** Objectives whose events are calls. */
function readOf({ objectives }: Objectives): RatioObjective[] {
  return objectives
    .filter(isRatio)
    .filter(({ source }) => source !== 'operation');
}

function seriesOf(
  { prometheus }: Objectives,
  read: readonly RatioObjective[],
  metric: LatencyMetric
): string[] {
  return [
    ...new Set(
      read.map(({ match }) => latencySeries(metric, prometheus, match))
    ),
  ];
}

function selectorsOf(
  { prometheus }: Objectives,
  read: readonly RatioObjective[]
) {
  const select = (...matchers: readonly string[]) =>
    `{${selecting(prometheus, matchers).join(',')}}`;
  const polls = read.some(({ match }) => aboutPolls(match))
    ? []
    : callMatchersOf({}, prometheus);
  return {
    any: select(),
    answered: select(...polls, `${ERROR_TYPE}=""`),
    failed: select(...polls, `${ERROR_TYPE}!=""`),
  };
}

/** The sum over all processes, by either spelling of the name; a process that arrives by both counts by the one that has more. */
function summed(
  { prometheus: { names } }: Objectives,
  series: readonly string[],
  by: readonly string[],
  of: (name: string) => string
): string {
  // Each operation is in one of the series: no labels are the same in two.
  const all = (unit: string) =>
    series.map(name => of(`${name}${unit}`)).join(' or ');
  if (names !== 'both') {
    return `sum by (${by.join(', ')}) (${all(names === 'js' ? '' : '_seconds')})`;
  }
  const labels = [...by, ...PROCESS_LABELS].join(', ');
  const process = (unit: string) => `sum by (${labels}) (${all(unit)})`;
  const either = `label_replace(${process('')}, "unit", "none", "", "") or ${process('_seconds')}`;
  return `sum by (${by.join(', ')}) (max by (${labels}) (${either}))`;
}

/**
 * The value of series that are new: `increase()` does not see how a series came from nothing to its first sample. A
 * Prometheus that has just begun to watch the service cannot tell old from new, and has no series five minutes ago.
 */
function newborn(
  name: string,
  selector: string,
  any: string,
  time: (window: string) => string
): string {
  const ago = time(REPORT_INTERVAL);
  const known = `last_over_time(${name}${selector}[${time(FORGOTTEN)}] offset ${ago})`;
  return `(${name}${selector} unless ${known} and on () count(${name}${any} offset ${ago}))`;
}
