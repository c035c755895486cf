// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../objectives/objective.ts';
import { namesOf, PROCESS_LABELS } from '../sli/growth.ts';
import { ERROR_TYPE, EVENTS_SERIES, LABELS } from '../sli/metric-names.ts';
import type { RecordingRule } from './rule.ts';

/**
 * At most so many failed calls of a minute are not counted by objectives on the histogram: those before the first sample of a
 * process, and those that a restart hides. A failure series at 1 before a restart and at 1 after it has not grown.
 */
export const UNSEEN = 'genai_slo:unseen_errors:increase1m';

/** Sources that read histograms: of processes that count no events, or of all. */
export const UNSEEN_SOURCES = ['auto', 'histogram'] as const;

/** How often the rule is evaluated: each sample is of the time since the one before. */
export const UNSEEN_INTERVAL = '1m';

/** A process that was gone for longer counts as a new one. */
const FORGOTTEN = 60;
/** Minutes that a base rule looks back. */
const LOOKBACK = 5;

const PROCESS = PROCESS_LABELS.join(', ');

/** Series of calls, as the rule selects them. */
interface Calls {
  /** Series of calls, without unit and suffix. */
  readonly series: readonly string[];
  /** Selector of all calls. */
  readonly any: string;
  /** Selector of failed calls. */
  readonly failed: string;
  readonly source: (typeof UNSEEN_SOURCES)[number];
}

/**
 * The bound is what the failure series of a process have in the minute in which its life begins, whatever they had before:
 * a restart hides either that or less.
 */
export function unseenRule(
  { service, prometheus }: Objectives,
  calls: Calls,
  time: (window: string) => string
): RecordingRule {
  const minutes = (count: number) => time(`${count}m`);
  const names = calls.series.flatMap(one => namesOf(one, prometheus));
  const before = `offset ${minutes(1)}`;
  const each = (of: (name: string) => string) => names.map(of).join(' or ');
  const byProcess = (of: (name: string) => string) =>
    `max by (${PROCESS}) (${each(of)})`;
  const restarts = (range: string) =>
    byProcess(name => restartsOf(name, calls.any, range));

  // Only the busiest series decides: a rare one shows the same restart later.
  const restarted = `${restarts(`[${minutes(FORGOTTEN + 1)}]`)} > ${restarts(`[${minutes(FORGOTTEN)}] ${before}`)}`;
  const known = byProcess(
    name =>
      `last_over_time(${name}_count${calls.any}[${minutes(FORGOTTEN)}] ${before})`
  );
  const recent = byProcess(
    name =>
      `count_over_time(${name}_count${calls.any}[${minutes(LOOKBACK)}] ${before})`
  );
  // A Prometheus that has just begun to watch the service cannot tell old from new.
  const met = `${byProcess(name => `${name}_count${calls.any}`)} unless ${known} and on () count(${known})`;

  const labels = [...Object.values(LABELS), ERROR_TYPE];
  const all = [...labels, ...PROCESS_LABELS].join(', ');
  // A process that arrives under both names has two sets of series, of the same calls.
  const failures = (of: (series: string, any: string) => string) => {
    const sums = names.map(
      name =>
        `sum by (${all}) (${of(`${name}_count${calls.failed}`, `${name}_count${calls.any}`)})`
    );
    const marked = sums.map(
      (sum, index) => `label_replace(${sum}, "name", "${index}", "", "")`
    );
    return sums.length === 1
      ? sums.join()
      : `max by (${all}) (${marked.join(' or ')})`;
  };
  // Of the windows of the base rules, the share that still meets samples from before the restart.
  const hidden = (series: string) => {
    const old = `${series}[${minutes(LOOKBACK)}] ${before}`;
    const still = `${series} * (count_over_time(${old}) / on (${PROCESS}) group_left () ${recent})`;
    // A series that was born shortly before is taken for one that was born now.
    const born = `(last_over_time(${old}) unless ${series} offset ${minutes(LOOKBACK + 1)})`;
    return `(${still} + ${born} or ${still})`;
  };
  // Without marks of staleness, as after OTLP, the base rules take the old series for the new one, and miss all of it.
  const lingering = (series: string, any: string) => {
    const back = ` offset ${minutes(LOOKBACK)}`;
    return `(${series} and ${series} ${before} or ${series} and ${series}${back} unless ${fresh(series, any, back)})`;
  };
  const lately = `${restarts(`[${minutes(2 * LOOKBACK + 1)}]`)} > 0`;
  const found = [
    `${failures((series, any) => `${fresh(series, any)} unless on (${PROCESS}) ${recent}`)} and on (${PROCESS}) (${restarted} or (${met}))`,
    `${failures((series, any) => `${hidden(series)} and ${fresh(series, any)}`)} and on (${PROCESS}) (${restarted})`,
    `${failures((series, any) => `(${lingering(series, any)} or ${hidden(series)}) and ${fresh(series, any)} unless ${fresh(series, any, ` ${before}`)}`)} and on (${PROCESS}) (${lately})`,
  ];
  // The objective reads the counter of these, and not their histograms.
  const counting = `unless on (${PROCESS}) ${EVENTS_SERIES}${calls.any}`;
  const bounded = `(${found.join(' or ')})${calls.source === 'auto' ? ` ${counting}` : ''}`;
  return {
    record: UNSEEN,
    expr: `sum by (${labels.join(', ')}) (${bounded})`,
    labels: { service, source: calls.source },
  };
}

/**
 * How often a series began anew. The count of one that stood at 1 and stands at 1 again shows nothing, but its seconds
 * changed.
 */
function restartsOf(name: string, selector: string, range: string): string {
  const [count, sum] = [`${name}_count${selector}`, `${name}_sum${selector}`];
  return `(resets(${count}${range}) + changes(${sum}${range}) - changes(${count}${range}))`;
}

/** Series of the last sample of their process; others may be of its life before. */
function fresh(series: string, any: string, at = ''): string {
  return `(${series}${at} and timestamp(${series}${at}) >= on (${PROCESS}) group_left () max by (${PROCESS}) (timestamp(${any}${at})))`;
}
