// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { amount, burn, days, percent, seconds } from '../numbers.ts';
import type { ObjectiveReport, TargetReport } from '../report.ts';
import { targetName } from '../target-name.ts';

/** One column of the table of an objective, in any format. */
export interface Column {
  readonly head: string;
  /** Its meaning, for a reader who sees it for the first time. */
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Without room, columns of the greatest rank are dropped first; the first three stay. */
  readonly rank: number;
  cell(target: TargetReport): string;
}

/** The columns of an objective, in their order. */
export function columnsOf(objective: ObjectiveReport): Column[] {
  const isCost = objective.kind === 'cost';
  const isTimed = objective.targets.some(({ latency }) => latency);
  return columnsIn(objective.unit).filter(
    ({ head }) =>
      !(isCost && RATIOS.has(head)) && (isTimed || !QUANTILES.has(head))
  );
}

const RATIOS = new Set(['SLI', 'events']);
const QUANTILES = new Set(['P50', 'P95', 'P99']);

const right = (
  head: string,
  title: string,
  rank: number,
  cell: Column['cell']
): Column => ({ head, title, rank, cell, align: 'right' });
const left = (
  head: string,
  title: string,
  rank: number,
  cell: Column['cell']
): Column => ({ head, title, rank, cell, align: 'left' });

const columnsIn = (unit: ObjectiveReport['unit']): readonly Column[] => [
  left(
    'target',
    'provider, model or another group with a budget of its own',
    0,
    targetName
  ),
  left('status', 'state of the budget', 0, ({ status }) => status),
  right('SLI', 'share of good events', 1, ({ sli }) => percent(sli)),
  right('events', 'in the window', 5, ({ total }) => amount(total, unit)),
  right('allowed', 'error budget of the whole window', 7, ({ budget }) =>
    amount(budget.allowed, unit)
  ),
  right('spent', 'of the error budget', 6, ({ budget }) =>
    amount(budget.spent, unit)
  ),
  right('left', 'of the error budget', 8, ({ budget }) =>
    amount(budget.left, unit)
  ),
  right('used', 'share of the error budget', 2, ({ budget }) =>
    percent(budget.used, 1)
  ),
  right('burn 1h', 'how many times faster than allowed', 3, target =>
    burn(target.burn['1h'])
  ),
  right('6h', 'burn over six hours', 9, target => burn(target.burn['6h'])),
  right('3d', 'burn over three days', 10, target => burn(target.burn['3d'])),
  right(
    'days left',
    'until the budget is spent, at the burn over 3 d',
    4,
    target => days(target.daysToExhaustion)
  ),
  right('P50', 'half of the answers', 13, ({ latency }) =>
    seconds(latency?.p50)
  ),
  right('P95', '95 % of the answers', 12, ({ latency }) =>
    seconds(latency?.p95)
  ),
  right('P99', '99 % of the answers', 11, ({ latency }) =>
    seconds(latency?.p99)
  ),
  right('coverage', 'share of the window with data', 14, target =>
    percent(target.coverage, 1)
  ),
];
