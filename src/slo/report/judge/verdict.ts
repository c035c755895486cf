// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  budgetOf,
  rounded,
  type Objective,
} from '../../objectives/objective.ts';
import { secondsOf } from '../../objectives/windows.ts';
import { share } from '../numbers.ts';
import type { Budget, Status } from '../report.ts';

/** The numbers that the status of a target follows from. */
export interface Evidence {
  readonly total: number;
  /** `undefined` when the number of bad events is unknown. */
  readonly bad: number | undefined;
  /** Share of the window with data. */
  readonly coverage: number;
  readonly budget: Budget;
  /** Whether an alert on the budget would page now, and whether one would be a ticket. */
  readonly pages: boolean;
  readonly tickets: boolean;
  /** Why a number is missing. */
  readonly missing?: string | undefined;
}

interface Verdict {
  readonly status: Status;
  readonly reason: string;
}

/** Below this share of the window, a lack of failures proves nothing. */
const ENOUGH = 0.5;
/** From this share on, the window counts as complete. */
const ALL = 0.99;
/** Share of the budget from which on a target is a warning. */
const MOSTLY_SPENT = 0.75;
/** Probability below which a number of bad events is not due to chance. */
const CHANCE = 0.01;

/**
 * The budget of the whole window: for events, what the window allows at the observed traffic; for a cost, its limit.
 *
 * A service that is three days old has the budget of thirty: what it spent is a part of that.
 */
export function budgetFor(
  objective: Objective,
  { total, bad = 0, coverage }: Pick<Evidence, 'total' | 'bad' | 'coverage'>
): Budget {
  const allowed =
    objective.kind === 'cost'
      ? objective.budget
      : rounded((total * budgetOf(objective)) / (coverage > 0 ? coverage : 1));
  return {
    allowed,
    spent: bad,
    left: allowed - bad,
    used: allowed === 0 ? 0 : bad / allowed,
  };
}

/** Judges a target: bad events decide before coverage does. The first row that applies is the verdict. */
export function verdictOf(objective: Objective, evidence: Evidence): Verdict {
  const { total, bad, coverage, budget, pages, tickets } = evidence;
  const { used } = budget;
  const isCost = objective.kind === 'cost';
  const expected = isCost ? 0 : total * budgetOf(objective);
  const least = isCost ? 0 : Math.ceil(1 / budgetOf(objective));
  const spent = `${share(used)} of the budget ${coverage < ALL && !isCost ? 'of the whole window ' : ''}spent`;
  const rows: readonly (readonly [boolean, Status, string])[] = [
    [
      used >= 1 &&
        (isCost || budget.allowed >= 1 || isBeyondChance(bad ?? 0, expected)),
      'exhausted',
      spent,
    ],
    [pages, 'critical', 'the budget is burning fast'],
    [
      bad === undefined,
      'insufficient-data',
      evidence.missing ?? 'no histogram boundary is at the threshold',
    ],
    [tickets, 'warning', 'the budget is burning'],
    [
      !isCost && used < 1 && isBeyondChance(bad ?? 0, expected),
      'warning',
      `${share((bad ?? 0) / total)} of the events failed; ${share(expected / total)} are allowed to`,
    ],
    [used > MOSTLY_SPENT && used < 1, 'warning', spent],
    [
      coverage < ENOUGH,
      'insufficient-data',
      `there is data for only ${share(coverage)} of the window`,
    ],
    [
      total < least,
      'insufficient-data',
      `${Math.round(total)} events are too few: one failure would spend the whole budget; ${least} are needed`,
    ],
  ];
  const [, status, reason] = rows.find(([holds]) => holds) ?? [
    true,
    'healthy',
    'within the budget',
  ];
  return { status, reason };
}

/** Days until the budget is spent; `undefined` at a burn of 1 or less, when the window regains as much as is spent. */
export function daysLeft(
  { used }: Budget,
  burn: number | undefined,
  window: string
): number | undefined {
  if (burn === undefined || burn <= 1 || used >= 1) return undefined;
  return ((1 - used) * secondsOf(window)) / 86_400 / burn;
}

/** Whether a number of bad events is improbable for the expected number: the tail of a Poisson distribution. */
function isBeyondChance(bad: number, expected: number): boolean {
  const least = Math.round(bad);
  if (least <= expected) return false;
  // Far from zero, by its normal approximation.
  if (expected > 500) return (least - expected) / Math.sqrt(expected) > 2.33;
  let term = Math.exp(-expected);
  let below = 0;
  for (let count = 0; count < least; count++) {
    below += term;
    term *= expected / (count + 1);
  }
  return 1 - below < CHANCE;
}
