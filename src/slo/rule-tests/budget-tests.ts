// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isRatio } from '../objectives/objective.ts';
import { MONTH, secondsOf } from '../objectives/windows.ts';
import { FIRST_DATA } from '../rules/base-series.ts';
import type { Plot } from './plot.ts';
import type { InputSeries, RuleTest } from './promtool.ts';
import type { Act } from './rehearsal.ts';

/** Shares of the budget that are spent one after the other, with the alerts that fire then: half spent, and exhausted. */
const STAGES = [
  { share: 0.42, fires: [false, false] },
  { share: 0.6, fires: [true, false] },
  { share: 0.93, fires: [true, false] },
  { share: 1.2, fires: [false, true] },
] as const;
/** Both alerts wait for an hour; rates and the age of the data lag. */
const WAIT = 75;

/** Failures that spend two fifths, nine tenths, and more than all of the budget. */
export function budgetTests(among: Plot): RuleTest[] {
  const { objective, objectives } = among;
  if (objective.kind === 'throughput') return [];
  const plot = among.another();
  return isRatio(objective) && objectives.window !== MONTH
    ? judgedAsWhole(plot)
    : spentInHours(plot);
}

/** The window has begun long ago, so that the share of bad events is the share of the budget. */
function judgedAsWhole(plot: Plot): RuleTest[] {
  const found = [15, 60, 150]
    .map(minutes => ({ minutes, acts: staged(plot, minutes) }))
    .find(({ acts }) => acts.every(({ bad }) => bad <= 1));
  if (found === undefined) return [];
  const begun: InputSeries = {
    series: plot.recorded(FIRST_DATA),
    // At its first minute the rule says that the window begins.
    values: `_ -${secondsOf(plot.objectives.window)}`,
  };
  const series = [begun, ...plot.rehearsal.play(found.acts)];
  return [test(plot, series, found.minutes + WAIT)];
}

/** Each stage is reached within so many minutes, and kept. */
function staged(plot: Plot, minutes: number): Act[] {
  return STAGES.flatMap(({ share }, index) => {
    const passed = index * (minutes + WAIT);
    const before = STAGES[index - 1]?.share ?? 0;
    const spent = (passed + minutes) * share - passed * before;
    return [
      { minutes, bad: plot.burn(spent / minutes) },
      { minutes: WAIT, bad: plot.burn(share) },
    ];
  });
}

/** The window is young: so large a share of its budget is gone after hours where the budget is small. */
function spentInHours(plot: Plot): RuleTest[] {
  const steps = STAGES.map(
    ({ share }, index) => share - (STAGES[index - 1]?.share ?? 0)
  );
  const largest = Math.max(...steps);
  const minutes = [30, 60, 120].find(
    length => plot.spending(largest, length) !== undefined
  );
  if (minutes === undefined) return [];
  const acts = steps.flatMap(share => [
    { minutes, bad: plot.spending(share, minutes) ?? 1 },
    { minutes: WAIT, bad: 0 },
  ]);
  return [test(plot, plot.rehearsal.play(acts), minutes + WAIT)];
}

function test(
  plot: Plot,
  series: readonly InputSeries[],
  each: number
): RuleTest {
  return plot.test(
    'half of the budget is said, and a spent budget is a ticket',
    series,
    STAGES.flatMap(({ fires: [half, exhausted] }, index) => {
      const at = (index + 1) * each - 2;
      return [
        plot.expect('GenAISLOBudgetHalfSpent', half, at),
        plot.expect('GenAISLOBudgetExhausted', exhausted, at),
      ];
    })
  );
}
