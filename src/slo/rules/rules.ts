// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../objectives/objective.ts';
import { secondsOf } from '../objectives/windows.ts';
import { alertRules } from './alert-rules.ts';
import { baseRules } from './base-rules.ts';
import { causeRules } from './alerts/cause-rules.ts';
import { calendarRules } from './calendar/calendar-rules.ts';
import { compatRules } from './compat-rules.ts';
import { REPORT_INTERVAL, reportRules, unseenRules } from './report-rules.ts';
import type { Rule, RuleFile, RuleGroup } from './rule.ts';
import { Scope } from './scope.ts';
import { slothRules } from './sloth-rules.ts';
import { longWindowRules, windowRules } from './window-rules.ts';

/** Additions to the generated rules. */
export interface RuleOptions {
  /** Also under the names `ai_api_requests_total` and its like. */
  readonly compat?: boolean;
  /** Also under the names that Sloth gives. */
  readonly sloth?: boolean;
  /** Seconds of the wall clock in one second of the rules: a rehearsal of an hour in a minute has 1/60. */
  readonly scale?: number;
  /** `false`: without `keep_firing_for`, which vmalert knows from 1.92 on. */
  readonly keepFiring?: boolean;
}

/** One file of rules, and what it is named for. */
export interface NamedRules<Content = RuleFile> {
  readonly name: string;
  readonly file: Content;
}

/**
 * Rules for Prometheus 2.42 and later: a file for each objective, one for the causes, and one for each of the other
 * names. In a file the groups are in layers: base, windows, alerts.
 */
export function rulesOf(
  objectives: Objectives,
  options: RuleOptions = {}
): NamedRules[] {
  const {
    compat = false,
    sloth = false,
    scale = 1,
    keepFiring = true,
  } = options;
  const time = (window: string) =>
    scale === 1
      ? window
      : `${Math.max(1, Math.round(secondsOf(window) * scale))}s`;
  // Mimir and Grafana Cloud take no more in one group; what reads another rule of its file stays with it.
  const grouped = (
    name: string,
    parts: readonly RuleGroup['rules'][],
    interval = '1m'
  ): NamedRules => ({
    name,
    file: {
      groups: parts.flatMap(chunks).map((rules, index) => ({
        name: `${objectives.service}:${name}${index === 0 ? '' : `:${index + 1}`}`,
        interval: time(interval),
        rules,
      })),
    },
  });
  const report = reportRules(objectives, time);
  const calendar = calendarRules(objectives, time);
  const rules = [
    ...objectives.objectives.map(objective => ({
      name: objective.name,
      file: objectiveRules(new Scope(objectives, objective, scale)),
    })),
    ...(report.length === 0
      ? []
      : [
          together('_report', [
            grouped('_report', [report], REPORT_INTERVAL),
            grouped('_report:unseen', [unseenRules(objectives, time)]),
          ]),
        ]),
    grouped('_causes', [causeRules(objectives, { time, scale })]),
    ...(calendar.length === 0 ? [] : [grouped('_calendar', [calendar])]),
    ...(compat ? [grouped('_compat', [compatRules(objectives)])] : []),
    ...(sloth ? [grouped('_sloth', slothRules(objectives))] : []),
  ];
  return keepFiring
    ? rules
    : rules.map(named => withoutKeepFiring(named, time('1m')));
}

/**
 * Alerts for engines without `keep_firing_for`. An alert that does not wait fires as long by the last value of its own
 * expression. One that waits (`for`) cannot: a condition of one minute would outlast the wait.
 */
function withoutKeepFiring({ name, file }: NamedRules, step: string) {
  const groups = file.groups.map(group => ({
    ...group,
    rules: group.rules.map((rule): Rule => {
      if (!('alert' in rule)) return rule;
      const { keep_firing_for: keep, ...rest } = rule;
      return keep === undefined || rest.for !== undefined
        ? rest
        : { ...rest, expr: `last_over_time((${rest.expr})[${keep}:${step}])` };
    }),
  }));
  return { name, file: { groups } };
}

/** One file of the groups of several. */
function together(name: string, parts: readonly NamedRules[]): NamedRules {
  return { name, file: { groups: parts.flatMap(({ file }) => file.groups) } };
}

function objectiveRules(scope: Scope): RuleFile {
  const group = (
    name: string,
    interval: string,
    rules: RuleGroup['rules']
  ): RuleGroup => ({
    name: scope.group(name),
    interval: scope.time(interval),
    rules,
  });
  return {
    groups: [
      group('base', '1m', baseRules(scope)),
      group('windows', '1m', windowRules(scope)),
      group('long-windows', '2m', longWindowRules(scope)),
      group('alerts', '30s', alertRules(scope)),
    ],
  };
}

const LARGEST_GROUP = 20;

function chunks(rules: RuleGroup['rules']): RuleGroup['rules'][] {
  return rules.length === 0
    ? []
    : [rules.slice(0, LARGEST_GROUP), ...chunks(rules.slice(LARGEST_GROUP))];
}
