// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  budgetOf,
  type Objective,
  type Objectives,
} from '../objectives/objective.ts';
import { MONTH, secondsOf } from '../objectives/windows.ts';
import { burnWindows } from '../rules/alerts/burn-thresholds.ts';
import { Plot } from './plot.ts';
import type { Expectation, RuleTest } from './promtool.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
/** Tests of days are evaluated so seldom that they take seconds. */
export const WINDOW_INTERVAL = '3h';
const STEP = 3 * HOUR;

/** Failures of ten minutes, which leave one window after the other. */
export function burst(among: Plot): RuleTest {
  const plot = among.another();
  const acts = [
    { minutes: 10, bad: 0 },
    { minutes: 10, bad: 1 },
    { minutes: 380, bad: 0 },
  ];
  const ratio = (window: string, minute: number, share: number) => ({
    expr: `round(sum(${plot.recorded(`genai_slo:error_ratio:${window}`)}), 0.01)`,
    eval_time: `${minute}m`,
    exp_samples: [{ labels: '{}', value: share }],
  });
  // Five minutes are looked back on by the rates already, and one more by older versions of Prometheus.
  return plot.test(
    'failures leave each window after its length',
    plot.rehearsal.play(acts),
    [
      ratio('5m', 20, 1),
      ratio('5m', 26, 0),
      ratio('30m', 56, 0),
      ratio('1h', 86, 0),
      ratio('2h', 128, 0.08),
      ratio('2h', 146, 0),
      ratio('6h', 368, 0.03),
      ratio('6h', 386, 0),
    ]
  );
}

/** Tests of the windows of days: bad days, which leave one after the other. */
export function windowTests(
  objectives: Objectives,
  objective: Objective
): RuleTest[] {
  const plot = new Plot(objectives, objective);
  return [
    badDays(plot),
    ...(objective.kind === 'throughput' ? spentFloor(plot) : []),
  ];
}

function badDays(plot: Plot): RuleTest {
  const { objective, objectives } = plot;
  const isFloor = objective.kind === 'throughput';
  const { ticket } = burnWindows(objective, objectives.window);
  const slow = ticket.at(-1);
  // Money of a window is a sum of minutes, and here there is one minute in each step.
  const steps = objective.kind === 'cost' ? STEP : 1;
  const burn = plot.burn(1.3 * steps * (slow?.factor ?? 1));
  const whole =
    objectives.window === MONTH ? 4 * DAY : secondsOf(objectives.window) / 60;
  const [begin, end] = [DAY, 4 * DAY];
  const acts = [
    { minutes: begin, bad: 0 },
    // Minutes of a floor are good or bad.
    { minutes: end - begin, bad: isFloor ? 1 : burn },
    { minutes: whole + 2 * STEP, bad: 0 },
  ];
  const ratio = (
    window: string,
    minute: number,
    some: boolean
  ): Expectation => ({
    expr: `sum(${plot.recorded(`genai_slo:error_ratio:${window}`)}) > bool 0`,
    eval_time: `${minute}m`,
    exp_samples: [{ labels: '{}', value: some ? 1 : 0 }],
  });
  const leaves = (window: string, minutes: number) => [
    ratio(window, end + minutes - STEP, true),
    ratio(window, end + minutes + STEP, false),
  ];
  const pair =
    isFloor || slow === undefined ? {} : { long: slow.long, short: slow.short };
  return plot.test(
    'bad days leave the windows of days one after the other',
    plot.rehearsal.play(acts),
    [
      plot.expect('GenAISLOBurn', false, begin - STEP, 'ticket'),
      ...(burn < 0.95 || objective.kind === 'cost'
        ? [plot.expect('GenAISLOBurn', true, end - STEP, 'ticket', pair)]
        : []),
      ...(objective.kind === 'cost'
        ? []
        : [
            ...leaves('1d', DAY),
            ...leaves('3d', 3 * DAY),
            ...(objectives.window === MONTH
              ? []
              : leaves(objectives.window, whole)),
          ]),
    ]
  );
}

/** Minutes below a floor spend a budget in hours: more than half of it, then more than all. */
function spentFloor(plot: Plot): RuleTest[] {
  const { objective, objectives } = plot;
  if (objective.kind === 'cost' || objectives.window === MONTH) return [];
  const budget = (budgetOf(objective) * secondsOf(objectives.window)) / 60;
  const minutes = STEP * Math.round((0.78 * budget) / STEP);
  const isTold = minutes > 0.55 * budget && minutes < 0.95 * budget;
  if (!isTold || minutes > 5 * DAY) return [];
  const wait = 2 * STEP;
  const act = { minutes, bad: 1 };
  const good = { minutes: DAY + STEP / 2, bad: 0 };
  const first = good.minutes + minutes + wait;
  const at = (minute: number) => STEP * Math.floor(minute / STEP);
  const second = first + STEP + minutes + wait;
  return [
    plot.test(
      'half of the budget of a floor is said, and a spent one is a ticket',
      plot.rehearsal.play([
        good,
        act,
        { minutes: wait + STEP, bad: 0 },
        act,
        { minutes: 2 * wait, bad: 0 },
      ]),
      [
        plot.expect('GenAISLOBudgetHalfSpent', false, DAY),
        plot.expect('GenAISLOBudgetHalfSpent', true, at(first)),
        plot.expect('GenAISLOBudgetExhausted', false, at(first)),
        plot.expect('GenAISLOBudgetExhausted', true, at(second)),
      ]
    ),
  ];
}
