// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  isCounted,
  isRatio,
  type Objective,
  type Objectives,
} from '../objectives/objective.ts';
import { burnTests } from './burn-tests.ts';
import { uncountedTests } from './calendar-tests.ts';
import { countTests } from './count-tests.ts';
import { Plot } from './plot.ts';
import { budgetTests } from './budget-tests.ts';
import { burst } from './window-tests.ts';
import { together, type RuleTest } from './promtool.ts';

/** A rate of five minutes lags, and so do two groups of rules. */
const LAG = 8;

/** Tests of all alerts of one objective: each is made to fire, and to be silent. */
export function objectiveTests(
  objectives: Objectives,
  objective: Objective
): RuleTest[] {
  const plot = new Plot(objectives, objective);
  const played = [
    steady(plot),
    ...(isRatio(objective) ? [burst(plot)] : []),
    ...burnTests(plot),
    ...budgetTests(plot),
    ...noData(plot),
    ...boundaryMissing(plot),
    ...uncounted(plot),
  ];
  return [
    ...countTests(plot),
    ...(plot.hasTargets
      ? [together(played.map(({ name }) => name).join('; '), played)]
      : played),
    ...uncountedTests(plot),
  ];
}

function steady(among: Plot): RuleTest {
  const plot = among.another();
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

/** The same series for three minutes of each hour. */
function hourly(series: RuleTest['input_series']): RuleTest['input_series'] {
  const runs = Array.from({ length: 3 }, () => '0+60x2 stale _x55').join(' ');
  return series.map(({ series: name }) => ({ series: name, values: runs }));
}

function noData(among: Plot): RuleTest[] {
  const [plot, job] = [among.another(), among.another()];
  const { objective } = plot;
  // No calls at all are a rate where nothing is told apart.
  if (objective.kind === 'throughput' && objective.groupBy.length === 0) {
    return [];
  }
  const before = ({ rehearsal }: Plot) =>
    rehearsal.play([{ minutes: 110, bad: 0 }]);
  const series = before(plot).map(({ series, values }) => ({
    series,
    values: `${values} stale`,
  }));
  return [
    plot.test('data that is gone is said', series, [
      plot.expect('GenAISLONoData', false, 110 + 15),
      plot.expect('GenAISLONoData', true, 110 + 15 + LAG),
      // It stays, however long it takes.
      plot.expect('GenAISLONoData', true, 230),
    ]),
    job.test(
      'a job of each hour is not missed in between',
      hourly(before(job)),
      [
        job.expect('GenAISLONoData', false, 100),
        job.expect('GenAISLONoData', false, 175),
      ]
    ),
  ];
}

function boundaryMissing(among: Plot): RuleTest[] {
  const { objective } = among;
  if (objective.kind !== 'latency' || isCounted(objective)) return [];
  const [plot, other] = [among.another(), among.another()];
  return [
    plot.test(
      'a threshold that is no boundary is said',
      plot.rehearsal.withoutBoundary(60),
      [plot.expect('GenAISLOBucketMissing', true, 30)]
    ),
    other.test(
      'a threshold that is one is not',
      other.rehearsal.play([{ minutes: 60, bad: 0 }]),
      [other.expect('GenAISLOBucketMissing', false, 50)]
    ),
  ];
}

/** Calls of a process that was not given the file, and of one that was. */
function uncounted(among: Plot): RuleTest[] {
  const { objective } = among;
  if (!isRatio(objective) || objective.source !== 'events') return [];
  const [plot, other] = [among.another(), among.another()];
  const calls = ({ rehearsal }: Plot) =>
    rehearsal.series(rehearsal.duration('_count'), {}, [
      { minutes: 60, perMinute: 60 },
    ]);
  return [
    plot.test(
      'calls that nobody counts are said',
      [calls(plot)],
      [plot.expect('GenAISLONotCounted', true, 40)]
    ),
    other.test(
      'calls that are counted are not',
      [calls(other), ...other.rehearsal.play([{ minutes: 60, bad: 0 }])],
      [other.expect('GenAISLONotCounted', false, 40)]
    ),
  ];
}
