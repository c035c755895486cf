// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  isCounted,
  type Objective,
  type Objectives,
} from '../objectives/objective.ts';
import { burnTests } from './burn-tests.ts';
import { uncountedTests } from './calendar-tests.ts';
import { countTests } from './count-tests.ts';
import { Plot } from './plot.ts';
import type { RuleTest } from './promtool.ts';

/** A rate of five minutes lags, and so do two groups of rules. */
const LAG = 8;

/** Tests of all alerts of one objective: each is made to fire, and to be silent. */
export function objectiveTests(
  objectives: Objectives,
  objective: Objective
): RuleTest[] {
  const plot = new Plot(objectives, objective);
  return [
    steady(plot),
    ...countTests(plot),
    ...burnTests(plot),
    ...budgetTests(plot),
    ...noData(plot),
    ...boundaryMissing(plot),
    ...uncountedTests(plot),
  ];
}

function steady(plot: Plot): RuleTest {
  const acts = [{ minutes: 130, bad: plot.burn(0.4) }];
  return plot.test(
    'less than half of the budget, spent evenly, is silent',
    plot.rehearsal.play(acts),
    [
      plot.expect('GenAISLOBurn', false, 30),
      plot.expect('GenAISLOBurn', false, 125),
      plot.expect('GenAISLOBudgetHalfSpent', false, 125),
      plot.expect('GenAISLOBudgetExhausted', false, 125),
      plot.expect('GenAISLONoData', false, 125),
    ]
  );
}

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
function budgetTests(plot: Plot): RuleTest[] {
  if (plot.objective.kind === 'throughput') return [];
  const steps = STAGES.map(
    ({ share }, index) => share - (STAGES[index - 1]?.share ?? 0)
  );
  const largest = Math.max(...steps);
  // A large budget takes longer to spend, and the largest longer than a test may take.
  const minutes = [30, 60, 120].find(
    length => plot.spending(largest, length) !== undefined
  );
  if (minutes === undefined) return [];
  const acts = steps.flatMap(share => [
    { minutes, bad: plot.spending(share, minutes) ?? 1 },
    { minutes: WAIT, bad: 0 },
  ]);
  return [
    plot.test(
      'half of the budget is said, and a spent budget is a ticket',
      plot.rehearsal.play(acts),
      STAGES.flatMap(({ fires: [half, exhausted] }, index) => {
        const at = (index + 1) * (minutes + WAIT) - 2;
        return [
          plot.expect('GenAISLOBudgetHalfSpent', half, at),
          plot.expect('GenAISLOBudgetExhausted', exhausted, at),
        ];
      })
    ),
  ];
}

/** The same series for three minutes of each hour. */
function hourly(series: RuleTest['input_series']): RuleTest['input_series'] {
  const runs = Array.from({ length: 3 }, () => '0+60x2 stale _x55').join(' ');
  return series.map(({ series: name }) => ({ series: name, values: runs }));
}

function noData(plot: Plot): RuleTest[] {
  const { objective } = plot;
  // No calls at all are a rate where nothing is told apart.
  if (objective.kind === 'throughput' && objective.groupBy.length === 0) {
    return [];
  }
  const series = plot.rehearsal
    .play([{ minutes: 110, bad: 0 }])
    .map(({ series, values }) => ({ series, values: `${values} stale` }));
  return [
    plot.test('data that is gone is said', series, [
      plot.expect('GenAISLONoData', false, 110 + 15),
      plot.expect('GenAISLONoData', true, 110 + 15 + LAG),
      // It stays, however long it takes.
      plot.expect('GenAISLONoData', true, 230),
    ]),
    plot.test('a job of each hour is not missed in between', hourly(series), [
      plot.expect('GenAISLONoData', false, 100),
      plot.expect('GenAISLONoData', false, 175),
    ]),
  ];
}

function boundaryMissing(plot: Plot): RuleTest[] {
  const { objective } = plot;
  if (objective.kind !== 'latency' || isCounted(objective)) {
    return [];
  }
  return [
    plot.test(
      'a threshold that is no boundary is said',
      plot.rehearsal.withoutBoundary(60),
      [plot.expect('GenAISLOBucketMissing', true, 30)]
    ),
    plot.test(
      'a threshold that is one is not',
      plot.rehearsal.play([{ minutes: 60, bad: 0 }]),
      [plot.expect('GenAISLOBucketMissing', false, 50)]
    ),
  ];
}
