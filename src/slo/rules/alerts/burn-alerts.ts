// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isRatio } from '../../objectives/objective.ts';
import { secondsOf, type BurnWindow } from '../../objectives/windows.ts';
import { quoted } from '../../sli/promql.ts';
import { BAD } from '../base-series.ts';
import type { AlertingRule, Severity } from '../rule.ts';
import { number, type Scope } from '../scope.ts';
import { DATA_AGE } from '../window-rules.ts';
import { alertOf } from './alert.ts';
import { unlessShared } from './shared-prometheus.ts';
import { burnText } from './burn-text.ts';
import { burning, burnWindows, leastBadEvents } from './burn-thresholds.ts';

const BURN_ALERT = 'GenAISLOBurn';

/** A pair of windows, and how loudly it is said that both burn too fast. */
export interface BurnTier {
  readonly severity: Severity;
  readonly window: BurnWindow;
}

/** The pairs of windows of an objective, the fastest first. */
export function burnTiers({ objective, objectives }: Scope): BurnTier[] {
  const { page, ticket } = burnWindows(objective, objectives.window);
  const tier = (severity: Severity) => (window: BurnWindow) => ({
    severity,
    window,
  });
  return [
    ...page.map(tier(objective.page ? 'page' : 'ticket')),
    ...ticket.map(tier('ticket')),
  ];
}

/**
 * One alert for each pair of windows. A pair does not fire while another one of the same severity does: one outage is one
 * page, and an alert stays for the length of its short window, so that bursts are one outage, too.
 */
export function burnAlerts(scope: Scope): AlertingRule[] {
  const tiers = burnTiers(scope);
  return tiers.map((tier, index) => {
    const { severity, window } = tier;
    const others = tiers
      .filter((other, at) => at !== index && other.severity === severity)
      .map(other => other.window.long);
    const unless =
      others.length === 0
        ? ''
        : ` unless on (${onTarget(scope)}) ${firing(scope, severity, others)}`;
    return alertOf(scope, {
      alert: BURN_ALERT,
      expr: `(${burnCondition(scope, tier)})${unless}${scope.unlessUncounted()}${severity === 'page' ? unlessShared(scope.objectives) : ''}`,
      keep: secondsOf(window.short) < 3600 ? '1h' : window.short,
      severity,
      labels: { long: window.long, short: window.short },
      ...burnText(scope, tier),
    });
  });
}

/** Targets whose budget burns too fast over both windows, with the share of bad events of the long one. */
export function burnCondition(
  scope: Scope,
  { severity, window: { long, short, factor, atLeast } }: BurnTier
): string {
  const { objective, objectives } = scope;
  const { name, threshold } = burning(objective, factor);
  const over = (window: typeof long) =>
    `${scope.series(name(window))} > ${number(threshold)}`;
  const all = [over(long), over(short)];
  if (isRatio(objective)) {
    const least = leastBadEvents(severity, objectives.prometheus.minBadEvents);
    // Half an event less: rates of counters are not whole.
    all.push(`${scope.count(BAD, long)} >= ${number(least - 0.5)}`);
  }
  if (atLeast > 0) {
    all.push(
      `${scope.series(DATA_AGE)} >= ${number(scope.seconds('1m') * atLeast)}`
    );
  }
  const condition = all.join(' and ');
  if (objective.kind !== 'cost' || severity !== 'page') return condition;
  // A batch of each week is no news.
  const pace = scope.series(name(long));
  return `${condition} unless ${pace} <= 1.5 * (${pace} offset ${scope.time('7d')})`;
}

function onTarget({ labels, by }: Scope): string {
  return [...Object.keys(labels), ...by].join(', ');
}

function firing(
  scope: Scope,
  severity: Severity,
  longs: readonly string[]
): string {
  const labels = {
    alertname: BURN_ALERT,
    alertstate: 'firing',
    severity: scope.severityName(severity),
    ...scope.labels,
  };
  const matchers = Object.entries(labels).map(
    ([label, value]) => `${label}=${quoted(value)}`
  );
  return `ALERTS{${[...matchers, `long=~${quoted(longs.join('|'))}`].join(',')}}`;
}
