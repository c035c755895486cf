// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { hasWindows } from '../../calendar/time-window.ts';
import { errorTypePattern } from '../../objectives/error-classes.ts';
import type { Objectives } from '../../objectives/objective.ts';
import { secondsOf } from '../../objectives/windows.ts';
import { growthByProcess } from '../../sli/growth.ts';
import {
  ACTIVE_SERIES,
  ERROR_TYPE,
  LABELS,
  latencySeries,
} from '../../sli/metric-names.ts';
import {
  callMatchersOf,
  matchersOf,
  quoted,
  selecting,
} from '../../sli/promql.ts';
import type { AlertingRule, RecordingRule, Rule, Severity } from '../rule.ts';
import { COUNTED } from '../base-series.ts';
import { number, uncounted } from '../scope.ts';
import { annotationsOf, type AlertText } from './alert.ts';
import { sharedPrometheus, unlessShared } from './shared-prometheus.ts';
import { CAUSES, HANGING, type Cause } from './causes.ts';

/** Calls a second, and the failed ones of one class, by provider and model. */
const CALLS = 'genai_slo:calls:rate5m';
const FAILURES = 'genai_slo:failures:rate5m';
const BY = [LABELS.provider, LABELS.model];

/** Lengths of time in the rules: as they are, or compressed for a rehearsal. */
interface Clock {
  time(window: string): string;
  /** Seconds of the wall clock in one second of the rules. */
  readonly scale: number;
}

/** Alerts of the causes, over all calls of the service, and the series that they read. */
export function causeRules(objectives: Objectives, clock: Clock): Rule[] {
  const { causes } = objectives.alerts;
  const asked = CAUSES.filter(({ alert }) => causes[alert]?.off !== true);
  const classes = [...new Set(asked.map(({ error }) => error))];
  const hangs = causes[HANGING.alert]?.off !== true;
  return [
    ...(asked.length > 0 || hangs ? [calls(objectives, clock)] : []),
    ...classes.map(error => calls(objectives, clock, error)),
    ...asked.map(cause => causeAlert(objectives, clock, cause)),
    ...(hangs ? [hangingAlert(objectives, clock)] : []),
    ...selectorMissing(objectives, clock),
  ];
}

/** Causes are those of the service: only the calendar of the file holds for them. */
function unlessUncounted(objectives: Objectives, scale: number): string {
  if (!hasWindows(objectives)) return '';
  const { service } = objectives;
  return uncounted(
    `${COUNTED}{service=${quoted(service)},slo=""}`,
    '5m',
    scale
  );
}

function calls(
  objectives: Objectives,
  { time, scale }: Clock,
  error?: Cause['error']
): RecordingRule {
  const { service, prometheus } = objectives;
  const matchers =
    error === undefined
      ? []
      : [`${ERROR_TYPE}=~${quoted(errorTypePattern([error]))}`];
  const grown = growthByProcess(
    {
      series: latencySeries('duration', prometheus),
      suffix: '_count',
      matchers: selecting(prometheus, [
        ...callMatchersOf({}, prometheus),
        ...matchers,
      ]),
      process: selecting(prometheus, []),
      by: BY,
    },
    prometheus,
    time
  );
  return {
    record: error === undefined ? CALLS : FAILURES,
    expr: `sum by (${BY.join(', ')}) (${grown}) / ${number(secondsOf('5m') * scale)}${unlessUncounted(objectives, scale)}`,
    labels: { service, ...(error !== undefined && { class: error }) },
  };
}

function causeAlert(
  objectives: Objectives,
  { time, scale }: Clock,
  cause: Cause
): AlertingRule {
  const { service, alerts } = objectives;
  const set = alerts.causes[cause.alert] ?? {};
  const { error, window, by } = cause;
  const threshold = set.threshold ?? cause.threshold;
  const share = set.share ?? cause.share;
  const severity = set.severity ?? cause.severity;
  const labels = by.map(name => LABELS[name]);
  const counted = (name: string, of: string, ...matchers: string[]) => {
    const all = [
      `service=${quoted(service)}`,
      ...matchers,
      ...matchersOf(set.match ?? {}),
    ].join(',');
    return of === '5m'
      ? `sum by (${labels.join(', ')}) (${name}{${all}}) * ${number(secondsOf('5m') * scale)}`
      : `sum by (${labels.join(', ')}) (sum_over_time(${name}{${all}}[${time(of)}])) * ${number(60 * scale)}`;
  };
  const failed = (of: string) =>
    counted(FAILURES, of, `class=${quoted(error)}`);
  const over = (of: string) =>
    `${failed(of)} / (${counted(CALLS, of)} > 0) > ${number(share)}`;
  // Rates of counters are not whole: half a failure less.
  const enough = (of: string) => `${failed(of)} >= ${number(threshold - 0.5)}`;
  return alertOf(objectives, {
    alert: cause.alert,
    // Where there are few calls, six hours have enough failures, and the last hour says that they go on.
    expr: `((${over(window)} and ${enough(window)}) or (${over('1h')} and ${enough('6h')}))${severity === 'page' ? unlessShared(objectives) : ''}`,
    for: time(cause.for),
    keep_firing_for: time('15m'),
    severity,
    text: {
      summary: `${targets(labels)} of ${service}: {{ $value | humanizePercentage }} of the calls ${cause.what}`,
      what: `{{ $value | humanizePercentage }} of the calls ${cause.what}, by error.type of the class ${error}. The limit is ${number(100 * share)} % and ${threshold} calls in ${window}, or in 6h where there are few.`,
      look: 'the dashboard of the calls, errors by type',
      first: cause.first,
    },
  });
}

/**
 * Calls that wait are in no histogram. A provider that answers nothing shows in the open calls at once, and in the failures
 * only when the clients give up, after ten minutes.
 */
function hangingAlert(
  objectives: Objectives,
  { time, scale }: Clock
): AlertingRule {
  const { service, alerts, prometheus } = objectives;
  const set = alerts.causes[HANGING.alert] ?? {};
  const severity = set.severity ?? HANGING.severity;
  const labels = HANGING.by.map(name => LABELS[name]);
  const by = labels.join(', ');
  const match = matchersOf(set.match ?? {});
  const active = `${ACTIVE_SERIES}{${selecting(prometheus, match).join(',')}}`;
  const calls = `${CALLS}{${[`service=${quoted(service)}`, ...match].join(',')}}`;
  const open = `sum by (${by}) (min_over_time(${active}[${time('3m')}]))`;
  const takes = `${open} / (sum by (${by}) (${calls}) or 0 * ${open})`;
  const before = (series: string) =>
    `sum by (${by}) (avg_over_time(${series}[${time('6h')}] offset ${time('10m')}))`;
  const usual = `${before(active)} / (${before(calls)} > 0)`;
  return alertOf(objectives, {
    alert: HANGING.alert,
    expr: `(${open} >= ${number(set.threshold ?? HANGING.threshold)} and ${takes} > ${number(HANGING.seconds)} unless ${takes} <= ${HANGING.times} * ${usual})${unlessUncounted(objectives, scale)}${severity === 'page' ? unlessShared(objectives) : ''}`,
    for: time(HANGING.for),
    keep_firing_for: time('15m'),
    severity,
    text: {
      summary: `${targets(labels)} of ${service}: {{ $value | humanize }} calls are open and hardly any is answered`,
      what: `{{ $value | humanize }} calls have been open for minutes. At the pace at which calls end now they take more than ${HANGING.seconds / 60} minutes. No objective sees them before the clients give up.`,
      look: "the dashboard of the calls, open calls; the provider's status page",
      first:
        'switch to another provider, or lower the time limit of the clients so that calls fail and can be repeated elsewhere.',
    },
  });
}

/** Jobs of several names may be several teams: nobody is paged for another. */
function selectorMissing(
  objectives: Objectives,
  { time }: Clock
): AlertingRule[] {
  const shared = sharedPrometheus(objectives);
  if (shared === undefined) return [];
  const { service } = objectives;
  return [
    alertOf(objectives, {
      alert: 'GenAISLOSelectorMissing',
      expr: shared,
      for: time('15m'),
      severity: 'ticket',
      text: {
        summary: `${service}: {{ $value }} jobs make GenAI calls, and no selector says which is meant. Pages are held back`,
        what: `The rules of ${service} read the calls of {{ $value }} jobs, and not all are named after it. They do not page as long as the calls may be those of another team.`,
        look: 'count by (job) of the calls in Prometheus',
        first:
          'set prometheus.selector in the file of objectives, as in job="chat" or job=~"chat|worker", and make the rules again.',
      },
    }),
  ];
}

function targets(labels: readonly string[]): string {
  return labels.map(label => `{{ $labels.${label} }}`).join('/');
}

function alertOf(
  { service, alerts }: Objectives,
  {
    severity,
    text,
    ...rule
  }: Omit<AlertingRule, 'labels' | 'annotations'> & {
    readonly severity: Severity;
    readonly text: AlertText;
  }
): AlertingRule {
  return {
    ...rule,
    labels: {
      severity: alerts.severities[severity],
      service,
      ...alerts.labels,
    },
    annotations: annotationsOf(rule.alert, text, [alerts]),
  };
}
