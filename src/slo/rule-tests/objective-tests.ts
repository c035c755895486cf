// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  isCounted,
  type Objective,
  type Objectives,
} from '../objectives/objective.ts';
import { burnTests } from './burn-tests.ts';
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
  ];
}

function steady(plot: Plot): RuleTest {
  const acts = [{ minutes: 240, bad: plot.burn(0.4) }];
  return plot.test(
    'less than half of the budget, spent evenly, is silent',
    plot.rehearsal.play(acts),
    [
      plot.expect('GenAISLOBurn', false, 30),
      plot.expect('GenAISLOBurn', false, 230),
      plot.expect('GenAISLOBudgetHalfSpent', false, 230),
      plot.expect('GenAISLOBudgetExhausted', false, 230),
      plot.expect('GenAISLONoData', false, 230),
    ]
  );
}

/** So much is spent after a day as a whole window allows. */
function budgetTests(plot: Plot): RuleTest[] {
  const { objective } = plot;
  if (objective.kind === 'throughput') return [];
  const [half, exhausted] = [
    'GenAISLOBudgetHalfSpent',
    'GenAISLOBudgetExhausted',
  ];
  const spent = (share: number) => {
    const minutes = 240;
    const bad = plot.spending(share, minutes);
    return bad === undefined
      ? undefined
      : plot.rehearsal.play([
          { minutes, bad },
          { minutes: 20, bad: 0 },
        ]);
  };
  // The age of the data is known to five minutes.
  const at = 235;
  const test = (
    name: string,
    series: ReturnType<typeof spent>,
    fires: readonly [boolean, boolean]
  ) =>
    series === undefined
      ? []
      : [
          plot.test(name, series, [
            plot.expect(half ?? '', fires[0], at),
            plot.expect(exhausted ?? '', fires[1], at),
          ]),
        ];
  return [
    ...test('two fifths of the budget spent are silent', spent(0.42), [
      false,
      false,
    ]),
    ...test('nine tenths are said', spent(0.93), [true, false]),
    ...test('a spent budget is a ticket', spent(1.6), [false, true]),
  ];
}

/** The same series for three minutes of each hour. */
function hourly(series: RuleTest['input_series']): RuleTest['input_series'] {
  const runs = Array.from({ length: 4 }, () => '0+60x2 stale _x55').join(' ');
  return series.map(({ series: name }) => ({ series: name, values: runs }));
}

function noData(plot: Plot): RuleTest[] {
  const { objective } = plot;
  // No calls at all are a rate where nothing is told apart.
  if (objective.kind === 'throughput' && objective.groupBy.length === 0) {
    return [];
  }
  const series = plot.rehearsal
    .play([{ minutes: 150, bad: 0 }])
    .map(({ series, values }) => ({ series, values: `${values} stale` }));
  return [
    plot.test('data that is gone is said', series, [
      plot.expect('GenAISLONoData', false, 150 + 15),
      plot.expect('GenAISLONoData', true, 150 + 15 + LAG),
      // It stays, however long it takes.
      plot.expect('GenAISLONoData', true, 300),
    ]),
    plot.test('a job of each hour is not missed in between', hourly(series), [
      plot.expect('GenAISLONoData', false, 100),
      plot.expect('GenAISLONoData', false, 235),
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
