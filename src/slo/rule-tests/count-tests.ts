// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ERROR_CLASSES, errorClassOf } from '../objectives/error-classes.ts';
import {
  isCounted,
  isRatio,
  type RatioObjective,
} from '../objectives/objective.ts';
import { BAD, TOTAL } from '../rules/base-series.ts';
import { ERROR_TYPE, EVENTS_SERIES } from '../sli/metric-names.ts';
import type { Plot } from './plot.ts';
import type { InputSeries, RuleTest } from './promtool.ts';
import { sampleOf } from './rehearsal.ts';

const MINUTES = 40;
const STEADY = [{ minutes: MINUTES, perMinute: 60 }];

/** Tests of counting: one series for each kind of call that an objective can see. */
export function countTests(plot: Plot): RuleTest[] {
  const { objective } = plot;
  if (!isRatio(objective)) return [];
  return [
    ...(objective.source === 'histogram'
      ? []
      : [counters(plot, objective), restarts(plot, objective)]),
    ...(isCounted(objective) ? [] : [histograms(plot, objective)]),
    ...(isCounted(objective) ? [] : [firstFailure(plot, objective)]),
  ];
}

/** A process that counts events: the histograms that it has as well are left alone. */
function counters(plot: Plot, objective: RatioObjective): RuleTest {
  const { rehearsal } = plot;
  const counted = (outcome: string, perMinute: number) =>
    rehearsal.series(EVENTS_SERIES, { slo: objective.name, outcome }, [
      { minutes: MINUTES, perMinute },
    ]);
  const series = [
    counted('good', 30),
    counted('bad', 12),
    counted('excluded', 7),
    rehearsal.series(EVENTS_SERIES, { slo: 'another', outcome: 'bad' }, STEADY),
    ...(isCounted(objective)
      ? []
      : [rehearsal.series(rehearsal.duration('_count'), {}, STEADY)]),
  ];
  return plot.test('events are counted as the application says', series, [
    plot.events(TOTAL, 20, 42),
    plot.events(BAD, 20, 12),
  ]);
}

/**
 * A process that restarts each five minutes, and cannot be scraped for a while at the end. In each life 40 calls are good and
 * one fails at once, so that only the good ones show the restart.
 */
function restarts(plot: Plot, objective: RatioObjective): RuleTest {
  const counted = (outcome: string, values: string): InputSeries => ({
    ...plot.rehearsal.series(
      EVENTS_SERIES,
      { slo: objective.name, outcome },
      []
    ),
    values,
  });
  const lives = (values: string) => Array.from({ length: 5 }, () => values);
  const series = [
    counted('good', [...lives('0+10x4'), 'stale stale 60+0x12'].join(' ')),
    counted('bad', [...lives('1+0x4'), 'stale stale 3+0x12'].join(' ')),
  ];
  return plot.test('lives of a process add up', series, [
    plot.events(TOTAL, 3, 30 / 5),
    plot.events(BAD, 3, 0),
    plot.events(TOTAL, 22, 41 / 5),
    plot.events(BAD, 22, 1 / 5),
    plot.events(TOTAL, 30, 22 / 5),
    plot.events(BAD, 30, 2 / 5),
  ]);
}

/** Answers, and one failure of each kind that a class knows, and of one that none does. */
function histograms(plot: Plot, objective: RatioObjective): RuleTest {
  const { rehearsal } = plot;
  const types = [...Object.values(ERROR_CLASSES).flat().map(sampleOf), 'other'];
  const calls = (errorType?: string): InputSeries[] => {
    const labels = errorType === undefined ? {} : { [ERROR_TYPE]: errorType };
    const count = rehearsal.series(
      rehearsal.duration('_count'),
      labels,
      STEADY
    );
    if (objective.kind !== 'latency') return [count];
    const bucket = (le: number, perMinute: number) =>
      rehearsal.series(
        rehearsal.duration('_bucket'),
        { ...labels, le: String(le) },
        [{ minutes: MINUTES, perMinute }]
      );
    return [
      count,
      bucket(objective.threshold / 2, 30),
      bucket(objective.threshold, 45),
      bucket(objective.threshold + 1, 55),
      bucket(10 * objective.threshold, 60),
    ];
  };
  const verdicts = types.map(type => objective.classes[errorClassOf(type)]);
  const bad = verdicts.filter(verdict => verdict === 'bad').length;
  const judged = verdicts.filter(verdict => verdict !== 'exclude').length;
  const series = [...calls(), ...types.flatMap(calls)];
  return plot.test('each kind of failure is counted as its class', series, [
    ...(objective.kind === 'latency'
      ? [plot.events(TOTAL, 20, 60), plot.events(BAD, 20, 15)]
      : [
          plot.events(TOTAL, 20, 60 * (1 + judged)),
          plot.events(BAD, 20, 60 * bad),
        ]),
  ]);
}

/** The first failure of a process that answered before: its series begins at one. */
function firstFailure(plot: Plot, objective: RatioObjective): RuleTest {
  const { rehearsal } = plot;
  const bad = Object.values(ERROR_CLASSES)
    .flat()
    .map(sampleOf)
    .find(type => objective.classes[errorClassOf(type)] === 'bad');
  const good = rehearsal.events(STEADY, [{ minutes: MINUTES, perMinute: 0 }]);
  if (objective.kind === 'latency' || bad === undefined) {
    return plot.test('no failure is a share of nothing', good, [
      plot.events(TOTAL, 20, 60),
      plot.events(BAD, 20, 0),
    ]);
  }
  const failure = rehearsal.series(
    rehearsal.duration('_count'),
    { [ERROR_TYPE]: bad },
    []
  );
  // One process in the middle of its life, one that comes back after a gap with what it had.
  const series = [
    ...good.slice(0, 1),
    { ...failure, values: `_x10 1+0x${MINUTES - 10}` },
    ...[good[0]!, { ...failure, values: '0+9x40' }].map(one => ({
      series: one.series.replace('instance="app:9464"', 'instance="late:9464"'),
      values: `_x30 ${one === good[0] ? 1000 : 500}+0x10`,
    })),
  ];
  return plot.test('a failure that begins a series counts once', series, [
    plot.events(BAD, 9, 0),
    plot.events(BAD, 12, 0.2),
    plot.events(BAD, 16, 0),
    plot.events(TOTAL, 20, 60),
    plot.events(BAD, 33, 0),
  ]);
}
