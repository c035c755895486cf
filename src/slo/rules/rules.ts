// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../objectives/objective.ts';
import { secondsOf } from '../objectives/windows.ts';
import { alertRules } from './alert-rules.ts';
import { baseRules } from './base-rules.ts';
import { causeRules } from './cause-rules.ts';
import { compatRules } from './compat-rules.ts';
import { REPORT_INTERVAL, reportRules } from './report-rules.ts';
import type { RuleFile, RuleGroup } from './rule.ts';
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
}

/** One file of rules, and what it is named for. */
export interface NamedRules {
  readonly name: string;
  readonly file: RuleFile;
}

/**
 * Rules for Prometheus 2.42 and later: a file for each objective, one for the causes, and one for each of the other
 * names. In a file the groups are in layers: base, windows, alerts.
 */
export function rulesOf(
  objectives: Objectives,
  options: RuleOptions = {}
): NamedRules[] {
  const { compat = false, sloth = false, scale = 1 } = options;
  const time = (window: string) =>
    scale === 1
      ? window
      : `${Math.max(1, Math.round(secondsOf(window) * scale))}s`;
  const single = (
    name: string,
    rules: RuleGroup['rules'],
    interval = '1m'
  ): NamedRules => ({
    name,
    file: {
      groups: [
        {
          name: `${objectives.service}:${name}`,
          interval: time(interval),
          rules,
        },
      ],
    },
  });
  const report = reportRules(objectives, time);
  return [
    ...objectives.objectives.map(objective => ({
      name: objective.name,
      file: objectiveRules(new Scope(objectives, objective, scale)),
    })),
    ...(report.length === 0
      ? []
      : [single('_report', report, REPORT_INTERVAL)]),
    single('_causes', causeRules(objectives, time, scale)),
    ...(compat ? [single('_compat', compatRules(objectives))] : []),
    ...(sloth ? [single('_sloth', slothRules(objectives))] : []),
  ];
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
