// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  isRatio,
  type Objective,
  type Objectives,
} from '../objectives/objective.ts';
import { ERROR_TYPE } from '../sli/metric-names.ts';
import { UNSEEN, UNSEEN_SOURCES } from '../rules/unseen-rule.ts';
import { Plot } from './plot.ts';
import type { RuleTest } from './promtool.ts';

/** Tests of the rules for the report: of what an objective on the histogram does not count. */
export function reportTests(objectives: Objectives): RuleTest[] {
  return UNSEEN_SOURCES.flatMap(source => {
    const found = objectives.objectives.find(one => isOf(one, source));
    return found === undefined
      ? []
      : [unseenTest(new Plot(objectives, found), source)];
  });
}

function isOf(objective: Objective, source: string): boolean {
  return (
    isRatio(objective) &&
    objective.kind !== 'latency' &&
    objective.source === source
  );
}

/**
 * A process that restarts, whose failure series stand at 1 and at 2 before and after; another one that has three failures
 * when it is first scraped, and one more later.
 */
function unseenTest(plot: Plot, source: string): RuleTest {
  const { rehearsal, objectives } = plot;
  const calls = (type: string, values: string) =>
    ['_count', '_sum'].map(suffix => ({
      ...rehearsal.series(
        rehearsal.duration(suffix),
        type === '' ? {} : { [ERROR_TYPE]: type },
        []
      ),
      values,
    }));
  const late = calls('500', '_x30 3x4 4x5').map(one => ({
    ...one,
    series: one.series.replace('instance="app:9464"', 'instance="late:9464"'),
  }));
  const series = [
    ...calls('', '400+10x19 10+10x20'),
    ...calls('500', '1x39'),
    ...calls('429', '2x39'),
    ...late,
  ];
  const matchers = `service=${JSON.stringify(objectives.service)},source=${JSON.stringify(source)}`;
  const unseen = (minute: number, value: number) => ({
    expr: `round(sum(sum_over_time(${UNSEEN}{${matchers}}[1h])), 0.01)`,
    eval_time: `${minute}m`,
    exp_samples: [{ labels: '{}', value }],
  });
  return plot.test('a restart and a start hide failures', series, [
    unseen(25, 3),
    unseen(39, 6),
  ]);
}
