// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Source } from '../../objectives/objective.ts';
import type { Scope } from '../../rules/scope.ts';
import type { Sample } from '../prometheus.ts';
import type { TargetGroups } from '../target-groups.ts';
import type { Period } from './period.ts';
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

const HOUR = 3600;
const DAY = 24 * HOUR;
const NAMES = Object.keys(QUANTILES) as (keyof typeof QUANTILES)[];

/** Queries everything in a report beyond the status. */
export async function details(
  scope: Scope,
  questions: Questions,
  groups: TargetGroups,
  {
    period,
    source,
  }: { readonly period: Period; readonly source: Source | undefined }
) {
  const { objective } = scope;
  const { range: window, seconds } = period;
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
      Math.max(0, seconds - step),
      step
    );
  const hourly = async (what: string, expression: string) =>
    groups.points(await range(`${what} by the hour`, expression, HOUR));
  // In the first hour or day of a month, a whole hour or day would include events of the previous month.
  const hour = seconds < HOUR ? window : '1h';
  const day = seconds < DAY ? window : '1d';
  const [presence, allHours, badHours] = await Promise.all([
    hourly('samples', presenceQuery(scope, '1h')),
    hourly('events', scope.count(total, hour)),
    hourly('bad events', scope.count(spent, hour)),
  ]);
  const [page, ticket, totalsBefore, badsBefore, unseen, errors, errorDays] =
    await Promise.all([
      values('alerts that page', burningQuery(scope, 'page')),
      values('alerts that open tickets', burningQuery(scope, 'ticket')),
      values('events before', beforeQuery(scope, period, total)),
      values('bad events before', beforeQuery(scope, period, spent)),
      ask(
        'unseen errors',
        source === 'histogram' || source === 'auto'
          ? unseenQuery(scope, window, kept)
          : undefined
      ),
      errorsOf(scope, window, ask, groups),
      range('errors by the day', errorsQuery(scope, day, kept), DAY),
    ]);
  const [burns, quantiles, quantileHistory] = await Promise.all([
    eachOf(BURNS, burn =>
      values(`the burn of ${burn}`, burnQuery(scope, burn, period, kept))
    ),
    eachOf(NAMES, name =>
      values(
        name.toUpperCase(),
        quantileQuery(scope, QUANTILES[name], window, kept)
      )
    ),
    eachOf(NAMES, async name =>
      groups.points(
        await range(
          `${name.toUpperCase()} by the day`,
          quantileQuery(scope, QUANTILES[name], day, kept),
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

/** Rules of an older version record no error types, which are then counted in the raw series. */
async function errorsOf(
  scope: Scope,
  window: string,
  ask: (
    what: string,
    expression: string | undefined
  ) => Promise<readonly Sample[]>,
  groups: TargetGroups
) {
  const expression = errorsQuery(scope, window, groups.kept);
  if (expression === undefined) return groups.byType([]);
  const recorded = await ask('error types', expression);
  return groups.byType(
    recorded.length > 0
      ? recorded
      : await ask('error types', rawErrorsQuery(scope, window, groups.kept))
  );
}

async function eachOf<Name extends string, Found>(
  names: readonly Name[],
  ask: (name: Name) => Promise<Found>
) {
  return Promise.all(names.map(async name => [name, await ask(name)] as const));
}
