// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { hasWindows } from '../calendar/time-window.ts';
import { isRatio, type Objective } from '../objectives/objective.ts';
import { promiseOf } from '../objectives/promise.ts';
import type { Scope } from '../rules/scope.ts';
import { consumersOf } from './judge/consumers.ts';
import { coverageOf, withUncounted } from './judge/coverage.ts';
import { whyNoData } from './no-data.ts';
import type { Point, Prometheus, Sample } from './prometheus.ts';
import { spentOf, totalOf } from './ask/queries.ts';
import { periodOf } from './ask/period.ts';
import { details } from './ask/details.ts';
import type { Questions } from './ask/questions.ts';
import { rank, type ObjectiveReport, type TargetReport } from './report.ts';
import { sourceOf } from './source.ts';
import { TargetGroups } from './target-groups.ts';
import { targetReport } from './target.ts';

const HOUR = 3600;

interface Collected {
  readonly objective: ObjectiveReport;
  readonly warnings: readonly string[];
}

/** Asks for the state of one objective. @param at seconds since the epoch. */
export async function objectiveReport(
  scope: Scope,
  prometheus: Prometheus,
  questions: Questions,
  at: number
): Promise<Collected> {
  const { objective, objectives } = scope;
  const period = periodOf(objectives.window, at);
  const [total, spent] = [totalOf(objective), spentOf(objective)];
  const ask = (what: string, expression: string | undefined) =>
    questions.ask(`${objective.name}: ${what}`, expression);
  const [totals, bads] = await Promise.all([
    ask('events', scope.count(total, period.range)),
    ask('bad events', scope.count(spent, period.range)),
  ]);
  if (totals === undefined) {
    return withoutData(objective, 'the query for its events failed');
  }
  if (totals.length === 0) {
    const why = await whyNoData(scope, prometheus, period.seconds);
    return withoutData(objective, why);
  }
  const groups = new TargetGroups(scope, totals, bads ?? []);
  const source = await sourceOf(scope, prometheus, period);
  const asked = await details(scope, questions, groups, { period, source });
  const of = {
    totals: groups.values(totals),
    bads: groups.values(bads ?? []),
    labels: labelsByTarget(groups, totals),
  };
  const full = HOUR / scope.step;
  const targets = [...of.totals].map(([key, count]): TargetReport => {
    const before = asked.totalsBefore.get(key);
    const labels = of.labels.get(key) ?? {};
    return targetReport(scope, {
      labels,
      from: groups.fromOf(labels),
      total: count,
      bad: of.bads.get(key),
      missing:
        bads === undefined ? 'the query for its bad events failed' : undefined,
      coverage: coverageOf(
        hoursWithData(objective, asked.presence.get(key) ?? [], full, at),
        full,
        { at, seconds: period.seconds }
      ),
      passed: period.seconds / period.whole,
      pages: asked.page.has(key),
      tickets: asked.ticket.has(key),
      burn: asked.burns.map(([name, found]) => [name, found.get(key)]),
      quantiles: asked.quantiles.map(([name, found]) => [name, found.get(key)]),
      errors: asked.errors.get(key) ?? new Map<string, number>(),
      unseen: asked.unseen.get(key),
      since: at - period.seconds,
      allHours: asked.allHours.get(key) ?? [],
      badHours: asked.badHours.get(key) ?? [],
      quantileHistory: asked.quantileHistory.map(([name, found]) => [
        name,
        found.get(key) ?? [],
      ]),
      errorHistory: asked.errorHistory.get(key) ?? new Map<string, Point[]>(),
      ...(before !== undefined && {
        previous: { total: before, bad: asked.badsBefore.get(key) },
      }),
    });
  });
  return {
    objective: {
      ...describe(objective),
      ...(source !== undefined && { source }),
      targets: targets.sort(byWorst),
      consumers: consumersOf(targets),
    },
    warnings: replicaWarnings(objective, groups),
  };
}

function hoursWithData(
  objective: Objective,
  present: readonly Point[],
  full: number,
  at: number
): readonly Point[] {
  return hasWindows(objective)
    ? withUncounted(present, full, objective, at)
    : present;
}

function labelsByTarget(groups: TargetGroups, samples: readonly Sample[]) {
  return new Map(samples.map(({ labels }) => [groups.keyOf(labels), labels]));
}

function replicaWarnings(
  { name }: Objective,
  { replicas }: TargetGroups
): string[] {
  if (replicas.length === 0) return [];
  return [
    `${name}: several Prometheus servers record the same events (label ${replicas.join(', ')}): the larger count is used`,
  ];
}

function withoutData(objective: Objective, why: string): Collected {
  return {
    objective: {
      ...describe(objective),
      targets: [],
      noData: why,
      consumers: {},
    },
    warnings: [],
  };
}

function describe(objective: Objective) {
  return {
    name: objective.name,
    kind: objective.kind,
    description: objective.description,
    promise: promiseOf(objective),
    ...(objective.kind !== 'cost' && { target: objective.target }),
    unit: unitOf(objective),
    ...(isRatio(objective) && { source: objective.source }),
  };
}

function unitOf(objective: Objective): ObjectiveReport['unit'] {
  if (objective.kind === 'cost') return 'USD';
  if (objective.kind === 'throughput') return 'minutes';
  return isRatio(objective) && objective.source === 'operation'
    ? 'operations'
    : 'calls';
}

function byWorst(a: TargetReport, b: TargetReport): number {
  return rank(b.status) - rank(a.status) || b.budget.used - a.budget.used;
}
