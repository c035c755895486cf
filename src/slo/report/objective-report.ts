// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { hasWindows } from '../calendar/time-window.ts';
import {
  isRatio,
  type Objective,
  type Source,
} from '../objectives/objective.ts';
import { promiseOf } from '../objectives/promise.ts';
import { secondsOf } from '../objectives/windows.ts';
import type { Scope } from '../rules/scope.ts';
import { consumersOf } from './judge/consumers.ts';
import { coverageOf, withUncounted } from './judge/coverage.ts';
import { whyNoData } from './no-data.ts';
import type { Point, Prometheus, Sample } from './prometheus.ts';
import {
  beforeQuery,
  burningQuery,
  BURNS,
  burnQuery,
  errorsQuery,
  presenceQuery,
  QUANTILES,
  quantileQuery,
  rawErrorsQuery,
  spentOf,
  totalOf,
  unseenQuery,
} from './queries.ts';
import type { Questions } from './questions.ts';
import { rank, type ObjectiveReport, type TargetReport } from './report.ts';
import { sourceOf } from './source.ts';
import { TargetGroups } from './target-groups.ts';
import { targetReport } from './target.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const NAMES = Object.keys(QUANTILES) as (keyof typeof QUANTILES)[];

interface Collected {
  readonly objective: ObjectiveReport;
  readonly warnings: readonly string[];
}

/** Asks for the state of one objective. @param at seconds of the epoch. */
export async function objectiveReport(
  scope: Scope,
  prometheus: Prometheus,
  questions: Questions,
  at: number
): Promise<Collected> {
  const { objective, objectives } = scope;
  const { window } = objectives;
  const [total, spent] = [totalOf(objective), spentOf(objective)];
  const ask = (what: string, expression: string | undefined) =>
    questions.ask(`${objective.name}: ${what}`, expression);
  const [totals, bads] = await Promise.all([
    ask('events', scope.count(total, window)),
    ask('bad events', scope.count(spent, window)),
  ]);
  if (totals === undefined) {
    return withoutData(objective, 'the query for its events failed');
  }
  if (totals.length === 0) {
    const why = await whyNoData(scope, prometheus, secondsOf(window));
    return withoutData(objective, why);
  }
  const groups = new TargetGroups(scope, totals, bads ?? []);
  const source = await sourceOf(scope, prometheus);
  const asked = await details(scope, questions, groups, source);
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
        { at, seconds: secondsOf(window) }
      ),
      pages: asked.page.has(key),
      tickets: asked.ticket.has(key),
      burn: asked.burns.map(([name, found]) => [name, found.get(key)]),
      quantiles: asked.quantiles.map(([name, found]) => [name, found.get(key)]),
      errors: asked.errors.get(key) ?? new Map<string, number>(),
      unseen: asked.unseen.get(key),
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

/** Everything that makes a report of a status. */
async function details(
  scope: Scope,
  questions: Questions,
  groups: TargetGroups,
  source: Source | undefined
) {
  const { objective, objectives } = scope;
  const { window } = objectives;
  const [total, spent] = [totalOf(objective), spentOf(objective)];
  const { kept } = groups;
  const ask = async (what: string, expression: string | undefined) =>
    (await questions.ask(`${objective.name}: ${what}`, expression)) ?? [];
  const values = async (what: string, expression: string | undefined) =>
    groups.values(await ask(what, expression));
  const range = (what: string, expression: string | undefined, step: number) =>
    questions.range(
      `${objective.name}: ${what}`,
      expression,
      secondsOf(window) - step,
      step
    );
  const hourly = async (what: string, expression: string) =>
    groups.points(await range(`${what} by the hour`, expression, HOUR));
  const [presence, allHours, badHours] = await Promise.all([
    hourly('samples', presenceQuery(scope, '1h')),
    hourly('events', scope.count(total, '1h')),
    hourly('bad events', scope.count(spent, '1h')),
  ]);
  const [page, ticket, totalsBefore, badsBefore, unseen, errors, errorDays] =
    await Promise.all([
      values('what pages', burningQuery(scope, 'page')),
      values('what is a ticket', burningQuery(scope, 'ticket')),
      values('events before', beforeQuery(scope, total)),
      values('bad events before', beforeQuery(scope, spent)),
      ask(
        'unseen errors',
        source === 'histogram' ? unseenQuery(scope, kept) : undefined
      ),
      errorsOf(scope, ask, groups),
      range('errors by the day', errorsQuery(scope, kept, '1d'), DAY),
    ]);
  const [burns, quantiles, quantileHistory] = await Promise.all([
    eachOf(BURNS, burn =>
      values(`the burn of ${burn}`, burnQuery(scope, burn, kept))
    ),
    eachOf(NAMES, name =>
      values(name.toUpperCase(), quantileQuery(scope, QUANTILES[name], kept))
    ),
    eachOf(NAMES, async name =>
      groups.points(
        await range(
          `${name.toUpperCase()} by the day`,
          quantileQuery(scope, QUANTILES[name], kept, '1d'),
          DAY
        )
      )
    ),
  ]);
  return {
    presence,
    allHours,
    badHours,
    page,
    ticket,
    totalsBefore,
    badsBefore,
    unseen: groups.byType(unseen),
    errors,
    errorHistory: groups.pointsByType(errorDays),
    burns,
    quantiles,
    quantileHistory,
  };
}

/** Rules of an older version record no error types: then they are counted in the raw series. */
async function errorsOf(
  scope: Scope,
  ask: (
    what: string,
    expression: string | undefined
  ) => Promise<readonly Sample[]>,
  groups: TargetGroups
) {
  const expression = errorsQuery(scope, groups.kept);
  if (expression === undefined) return groups.byType([]);
  const recorded = await ask('error types', expression);
  return groups.byType(
    recorded.length > 0
      ? recorded
      : await ask('error types', rawErrorsQuery(scope, groups.kept))
  );
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
    `${name}: several Prometheis record the same events (label ${replicas.join(', ')}): the greater count holds`,
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

async function eachOf<Name extends string, Found>(
  names: readonly Name[],
  ask: (name: Name) => Promise<Found>
) {
  return Promise.all(names.map(async name => [name, await ask(name)] as const));
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
