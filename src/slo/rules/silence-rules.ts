// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { hasWindows } from '../calendar/time-window.ts';
import {
  BUDGET_REMAINING,
  COST,
  NO_DATA,
  OBSERVED,
  TOTAL,
} from './base-series.ts';
import type { Objective } from '../objectives/objective.ts';
import type { RecordingRule } from './rule.ts';
import type { Scope } from './scope.ts';

/** Whether data can be missing: no calls at all are a rate of none where a floor tells no targets apart. */
export function canBeSilent({ kind, groupBy }: Objective): boolean {
  return kind !== 'throughput' || groupBy.length > 0;
}

/**
 * Targets that have no data although they should: what was there all the time is missed after a quarter of an hour, what
 * comes and goes by its own schedule when it did not come as it did a day or a week before. A target stays missed until
 * it has data again, or until the window of the budget has none left.
 */
export function silenceRules(scope: Scope): RecordingRule[] {
  const { objective } = scope;
  if (!canBeSilent(objective)) return [];
  const counted = objective.kind === 'cost' ? COST : TOTAL;
  const base = scope.series(hasWindows(objective) ? OBSERVED : counted);
  const seen = (window: string, offset?: string) =>
    `last_over_time(${base}[${scope.time(window)}]${offset === undefined ? '' : ` offset ${scope.time(offset)}`})`;
  // Nearly two hours of data in the last three: no job that runs now and then.
  const steady = `count_over_time(${base}[${scope.time('3h')}]) >= 100 unless ${seen('15m')}`;
  // As quiet as it was at this time: nothing for the hour that followed then, but data before it.
  const usual = [
    `(${seen('1d', '1d')} unless ${seen('1h', '23h')})`,
    `(${seen('7d', '7d')} unless ${seen('1h', '167h')})`,
  ].join(' or ');
  const missed = [
    `(${steady} unless (${usual}))`,
    `((${seen('1d')} and ${seen('3h', '1d')} unless ${seen('3h')}) unless (${seen('7d', '7d')} unless ${seen('3h', '7d')}))`,
    `(${seen('8d')} and ${seen('26h', '7d')} unless ${seen('26h')})`,
  ];
  const still = `(last_over_time(${scope.series(NO_DATA)}[${scope.time('30m')}]) and ${scope.series(BUDGET_REMAINING)} unless ${base})`;
  return [
    scope.record(NO_DATA, `(${missed.join(' or ')} or ${still}) * 0 + 1`),
  ];
}
