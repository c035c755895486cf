// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  isRatio,
  type Objective,
  type Objectives,
} from '../objectives/objective.ts';
import { promiseOf } from '../objectives/promise.ts';
import { Scope } from '../rules/scope.ts';
import { secondsOf } from '../objectives/windows.ts';
import type { Prometheus, Sample, Series } from './prometheus.ts';
import {
  burningQuery,
  BURNS,
  burnQuery,
  coverageQuery,
  errorsQuery,
  QUANTILES,
  quantileQuery,
  spentOf,
  totalOf,
} from './queries.ts';
import {
  STATUSES,
  type ObjectiveReport,
  type Report,
  type Status,
  type TargetReport,
} from './report.ts';
import { targetReport } from './target.ts';

const HOUR = 3600;

/** Asks Prometheus how the objectives stand. `progress` hears of each objective before it is asked about. */
export async function collectReport(
  objectives: Objectives,
  prometheus: Prometheus,
  {
    at,
    source,
    progress = () => undefined,
  }: {
    readonly at: Date;
    readonly source: string;
    readonly progress?: (objective: string, index: number) => void;
  }
): Promise<Report> {
  const warnings = await retentionWarnings(objectives, prometheus);
  const reports: ObjectiveReport[] = [];
  for (const [index, objective] of objectives.objectives.entries()) {
    progress(objective.name, index);
    const report = await objectiveReport(
      new Scope(objectives, objective),
      prometheus
    );
    if (report.targets.length === 0) {
      warnings.push(
        `${objective.name}: there are no series ${new Scope(objectives, objective).series(totalOf(objective))}: the rules are not loaded, or nothing was ever called`
      );
    }
    reports.push(report);
  }
  const { service, window } = objectives;
  return {
    service,
    window,
    at: at.toISOString(),
    source,
    status: worst(
      reports.flatMap(({ targets }) =>
        targets.length === 0
          ? ['insufficient-data' as const]
          : targets.map(({ status }) => status)
      )
    ),
    warnings,
    objectives: reports,
  };
}

async function retentionWarnings(
  { window }: Objectives,
  prometheus: Prometheus
): Promise<string[]> {
  const kept = await prometheus.retention();
  if (kept === undefined || kept >= secondsOf(window)) return [];
  return [
    `Prometheus keeps data for ${Math.round(kept / 8640) / 10} days, and the window has ${window}: what is older is not counted`,
  ];
}

async function objectiveReport(
  scope: Scope,
  prometheus: Prometheus
): Promise<ObjectiveReport> {
  const { objective, objectives } = scope;
  const { window } = objectives;
  const ask = async (expression: string | undefined) =>
    expression === undefined
      ? new Map<string, readonly Sample[]>()
      : byTarget(scope, await prometheus.query(expression));
  const hourly = async (name: string) =>
    byTarget(
      scope,
      await prometheus.range(
        scope.count(name, '1h'),
        secondsOf(window) - HOUR,
        HOUR
      )
    );
  const [totals, bads, coverage, page, ticket, errors, allHours, badHours] =
    await Promise.all([
      ask(scope.count(totalOf(objective), window)),
      ask(scope.count(spentOf(objective), window)),
      ask(coverageQuery(scope)),
      ask(burningQuery(scope, 'page')),
      ask(burningQuery(scope, 'ticket')),
      ask(errorsQuery(scope)),
      hourly(totalOf(objective)),
      hourly(spentOf(objective)),
    ]);
  const [burns, quantiles] = await Promise.all([
    askEach(BURNS, window => ask(burnQuery(scope, window))),
    askEach(Object.keys(QUANTILES) as (keyof typeof QUANTILES)[], name =>
      ask(quantileQuery(scope, QUANTILES[name]))
    ),
  ]);
  const targets = [...totals].map(([key, [total]]) => {
    const value = (from: ReadonlyMap<string, readonly Sample[]>) =>
      from.get(key)?.[0]?.value;
    return targetReport(scope, {
      labels: total?.labels ?? {},
      total: total?.value ?? 0,
      bad: value(bads),
      coverage: value(coverage) ?? 0,
      pages: page.has(key),
      tickets: ticket.has(key),
      burn: burns.map(([name, found]) => [name, value(found)]),
      quantiles: quantiles.map(([name, found]) => [name, value(found)]),
      errors: errors.get(key) ?? [],
      allHours: allHours.get(key)?.[0]?.points ?? [],
      badHours: badHours.get(key)?.[0]?.points ?? [],
    });
  });
  return {
    name: objective.name,
    kind: objective.kind,
    description: objective.description,
    promise: promiseOf(objective),
    ...(objective.kind !== 'cost' && { target: objective.target }),
    unit: unitOf(objective),
    targets: targets.sort(byWorst),
  };
}

async function askEach<Name extends string>(
  names: readonly Name[],
  ask: (name: Name) => Promise<ReadonlyMap<string, readonly Sample[]>>
) {
  return Promise.all(names.map(async name => [name, await ask(name)] as const));
}

/** What is of one target together; labels that it is not told apart by are no matter. */
function byTarget<Found extends Sample | Series>(
  { by }: Scope,
  found: readonly Found[]
): Map<string, readonly Found[]> {
  const targets = new Map<string, Found[]>();
  for (const one of found) {
    const key = JSON.stringify(by.map(label => one.labels[label] ?? ''));
    const others = targets.get(key);
    if (others === undefined) targets.set(key, [one]);
    else others.push(one);
  }
  return targets;
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

function worst(statuses: readonly Status[]): Status {
  return statuses.reduce(
    (one, other) => (rank(other) > rank(one) ? other : one),
    'healthy'
  );
}

function rank(status: Status): number {
  return STATUSES.indexOf(status);
}
