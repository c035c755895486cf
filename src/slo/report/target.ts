// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { errorClassOf } from '../objectives/error-classes.ts';
import { ERROR_TYPE, LABELS } from '../sli/metric-names.ts';
import {
  budgetOf,
  type GroupLabel,
  type Objective,
  type SloWindow,
} from '../objectives/objective.ts';
import type { Scope } from '../rules/scope.ts';
import { secondsOf } from '../objectives/windows.ts';
import { daily, worstHourOf, type Hours } from './history.ts';
import type { Sample } from './prometheus.ts';
import type { BURNS, QUANTILES } from './queries.ts';
import type { Budget, ErrorCount, Status, TargetReport } from './report.ts';

/** What Prometheus said of one target. */
export interface TargetData extends Hours {
  readonly labels: Readonly<Record<string, string>>;
  readonly total: number;
  readonly bad: number | undefined;
  readonly coverage: number;
  /** Whether it would page now, and whether it would be a ticket. */
  readonly pages: boolean;
  readonly tickets: boolean;
  readonly burn: readonly (readonly [
    (typeof BURNS)[number],
    number | undefined,
  ])[];
  readonly quantiles: readonly (readonly [
    keyof typeof QUANTILES,
    number | undefined,
  ])[];
  readonly errors: readonly Sample[];
}

/** Share of the window below which nothing is judged. */
const ENOUGH = 0.5;
/** Share of the budget from which on it is worth a look. */
const MOSTLY_SPENT = 0.75;
/** Error types that are named. */
const NAMED = 5;

/** Judges one target. */
export function targetReport(scope: Scope, data: TargetData): TargetReport {
  const { objective, objectives, by } = scope;
  const { total, coverage } = data;
  // Without the boundary of its threshold a latency has events, and nobody knows which are bad.
  const bad = data.bad ?? 0;
  const budget = budgetFor(objective, total, bad);
  const verdict = statusOf(objective, data, budget);
  const burn = known(data.burn);
  const days = daysLeft(budget, burn['3d'], objectives.window);
  const latency = known(data.quantiles);
  const history = daily(data);
  const worstHour = objective.kind === 'cost' ? undefined : worstHourOf(data);
  return {
    labels: Object.fromEntries(
      objective.groupBy.map((name: GroupLabel, index) => [
        name,
        data.labels[by[index] ?? LABELS[name]] ?? '',
      ])
    ),
    ...verdict,
    total,
    bad,
    ...(objective.kind !== 'cost' &&
      data.bad !== undefined &&
      total > 0 && { sli: 1 - bad / total }),
    budget,
    burn,
    ...(days !== undefined && { daysToExhaustion: days }),
    coverage: Math.min(1, coverage),
    ...(Object.keys(latency).length > 0 && { latency }),
    errors: topErrors(data.errors),
    ...(worstHour !== undefined && { worstHour }),
    history,
  };
}

function budgetFor(objective: Objective, total: number, bad: number): Budget {
  const allowed =
    objective.kind === 'cost' ? objective.budget : total * budgetOf(objective);
  return {
    allowed,
    spent: bad,
    left: allowed - bad,
    used: allowed === 0 ? 0 : bad / allowed,
  };
}

function statusOf(
  objective: Objective,
  { total, bad, coverage, pages, tickets }: TargetData,
  { used }: Budget
): { status: Status; reason: string } {
  const least = objective.kind === 'cost' ? 0 : 1 / budgetOf(objective);
  const percent = (share: number) => `${Math.floor(1000 * share) / 10} %`;
  const lacking =
    bad === undefined
      ? 'no boundary of the histogram is at the threshold'
      : coverage < ENOUGH
        ? `data of ${percent(coverage)} of the window only`
        : total < least
          ? `${Math.round(total)} events, of which one failure would be all of the budget; ${Math.ceil(least)} are needed`
          : undefined;
  if (lacking === undefined && used >= 1) {
    return {
      status: 'exhausted',
      reason: `${percent(used)} of the budget spent`,
    };
  }
  if (pages) {
    return { status: 'critical', reason: 'the budget is burning fast' };
  }
  if (lacking !== undefined) {
    return { status: 'insufficient-data', reason: lacking };
  }
  if (tickets) {
    return { status: 'warning', reason: 'the budget is burning' };
  }
  if (used > MOSTLY_SPENT) {
    return {
      status: 'warning',
      reason: `${percent(used)} of the budget spent`,
    };
  }
  return { status: 'healthy', reason: 'within the budget' };
}

/** At a burn of one and less the window gives back what is spent. */
function daysLeft(
  { used }: Budget,
  burn: number | undefined,
  window: SloWindow
): number | undefined {
  if (burn === undefined || burn <= 1 || used >= 1) return undefined;
  return ((1 - used) * secondsOf(window)) / 86_400 / burn;
}

function known<Name extends string>(
  entries: readonly (readonly [Name, number | undefined])[]
): Partial<Record<Name, number>> {
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && Number.isFinite(value))
  ) as Partial<Record<Name, number>>;
}

function topErrors(samples: readonly Sample[]): ErrorCount[] {
  return samples
    .map(({ labels, value }) => {
      const errorType = labels[ERROR_TYPE] ?? '';
      return { errorType, errorClass: errorClassOf(errorType), count: value };
    })
    .sort((a, b) => b.count - a.count)
    .slice(0, NAMED);
}
