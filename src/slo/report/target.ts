// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { errorClassOf, type ErrorClass } from '../objectives/error-classes.ts';
import { LABELS } from '../sli/metric-names.ts';
import {
  isRatio,
  type GroupLabel,
  type Objective,
} from '../objectives/objective.ts';
import type { Scope } from '../rules/scope.ts';
import {
  burnDownOf,
  daily,
  isoOf,
  worstHourOf,
  type Hours,
} from './history.ts';
import type { Point } from './prometheus.ts';
import type { BURNS, QUANTILES } from './ask/queries.ts';
import type { ErrorCount, Percentiles, TargetReport } from './report.ts';
import { budgetFor, daysLeft, verdictOf } from './judge/verdict.ts';

type Quantile = keyof typeof QUANTILES;

/** The answers of Prometheus about one target. */
export interface TargetData extends Hours {
  readonly labels: Readonly<Record<string, string>>;
  readonly from: Readonly<Record<string, string>>;
  readonly total: number;
  readonly bad: number | undefined;
  /** Why `bad` is missing, when its query failed. */
  readonly missing?: string | undefined;
  readonly coverage: number;
  /** Share of the window that has passed; below 1 only for the current month. */
  readonly passed: number;
  readonly pages: boolean;
  readonly tickets: boolean;
  readonly burn: readonly (readonly [
    (typeof BURNS)[number],
    number | undefined,
  ])[];
  readonly quantiles: readonly (readonly [Quantile, number | undefined])[];
  /** Failed calls by type. */
  readonly errors: ReadonlyMap<string, number>;
  /** Those of the failed calls that the histogram does not show; absent for other sources. */
  readonly unseen?: ReadonlyMap<string, number> | undefined;
  readonly quantileHistory?: readonly (readonly [Quantile, readonly Point[]])[];
  readonly errorHistory?: ReadonlyMap<string, readonly Point[]>;
  readonly previous?: {
    readonly total: number;
    readonly bad: number | undefined;
  };
}

/** Least events of the previous window, as a share of those of this one: a sample at its very end is not enough. */
const LEAST = 0.001;
/** Number of error types that are listed: as many that count against the objective, and as many that do not. */
const NAMED = 5;

/** Judges one target. */
export function targetReport(scope: Scope, data: TargetData): TargetReport {
  const { objective, objectives, by } = scope;
  const { total, coverage, pages } = data;
  const unseen = unseenOf(objective, data.unseen);
  const bad = data.bad ?? 0;
  const budget = budgetFor(objective, {
    total,
    bad,
    coverage: coverage * data.passed,
  });
  const burn = known(data.burn);
  const days = daysLeft(budget, burn['3d'], objectives.window);
  const latency = known(data.quantiles);
  const worstHour = objective.kind === 'cost' ? undefined : worstHourOf(data);
  const latencyHistory = percentilesOverTime(data.quantileHistory ?? []);
  const errorHistory = classesOverTime(data.errorHistory ?? new Map());
  const previous = previousOf(objective, data.previous, total);
  return {
    labels: Object.fromEntries(
      objective.groupBy.map((name: GroupLabel, index) => [
        name,
        data.labels[by[index] ?? LABELS[name]] ?? '',
      ])
    ),
    ...(Object.keys(data.from).length > 0 && { from: data.from }),
    ...verdictOf(objective, { ...data, budget }),
    pages,
    total,
    bad,
    ...(data.bad !== undefined && sliOf(objective, total, bad)),
    budget,
    burn,
    ...(days !== undefined && { daysToExhaustion: days }),
    coverage,
    ...(unseen !== undefined && { unseen }),
    ...(Object.keys(latency).length > 0 && { latency }),
    errors: topErrors(objective, data.errors),
    ...(worstHour !== undefined && { worstHour }),
    history: daily(data),
    burnDown: burnDownOf(data.badHours, budget.allowed),
    ...(latencyHistory.length > 0 && { latencyHistory }),
    ...(errorHistory.length > 0 && { errorHistory }),
    ...(previous !== undefined && { previous }),
  };
}

function sliOf(objective: Objective, total: number, bad: number) {
  return objective.kind !== 'cost' && total > 0 && { sli: 1 - bad / total };
}

function previousOf(
  objective: Objective,
  previous: TargetData['previous'],
  now: number
): TargetReport['previous'] {
  if (previous === undefined || previous.total <= LEAST * now) return undefined;
  const { total, bad } = previous;
  // Unknown is not none: its query failed.
  if (bad === undefined) return undefined;
  return { total, bad, ...sliOf(objective, total, bad) };
}

function known<Name extends string>(
  entries: readonly (readonly [Name, number | undefined])[]
): Partial<Record<Name, number>> {
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && Number.isFinite(value))
  ) as Partial<Record<Name, number>>;
}

function unseenOf(
  objective: Objective,
  counts: ReadonlyMap<string, number> | undefined
): number | undefined {
  if (counts === undefined || !isRatio(objective)) return undefined;
  let sum = 0;
  for (const [errorType, count] of counts) {
    if (objective.classes[errorClassOf(errorType)] === 'bad') sum += count;
  }
  return sum;
}

function topErrors(
  objective: Objective,
  counts: ReadonlyMap<string, number>
): ErrorCount[] {
  const errors = [...counts]
    .map(([errorType, count]): ErrorCount => {
      const errorClass = errorClassOf(errorType);
      const verdict = isRatio(objective)
        ? objective.classes[errorClass]
        : 'exclude';
      return { errorType, errorClass, count, verdict };
    })
    .sort((a, b) => b.count - a.count);
  const bad = errors.filter(({ verdict }) => verdict === 'bad');
  const others = errors.filter(({ verdict }) => verdict !== 'bad');
  return [...bad.slice(0, NAMED), ...others.slice(0, NAMED)];
}

function percentilesOverTime(
  quantiles: readonly (readonly [Quantile, readonly Point[]])[]
) {
  const moments = new Map<number, Percentiles>();
  for (const [name, points] of quantiles) {
    for (const [at, value] of points) {
      moments.set(at, { ...moments.get(at), [name]: value });
    }
  }
  return inOrder(moments).map(([at, found]) => ({ at: isoOf(at), ...found }));
}

function classesOverTime(types: ReadonlyMap<string, readonly Point[]>) {
  const moments = new Map<number, Partial<Record<ErrorClass, number>>>();
  for (const [type, points] of types) {
    const name = errorClassOf(type);
    for (const [at, value] of points) {
      const counts = moments.get(at) ?? {};
      moments.set(at, { ...counts, [name]: (counts[name] ?? 0) + value });
    }
  }
  return inOrder(moments).map(([at, counts]) => ({ at: isoOf(at), counts }));
}

function inOrder<Value>(moments: ReadonlyMap<number, Value>) {
  return [...moments].sort(([a], [b]) => a - b);
}
