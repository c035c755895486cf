// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { countedAt } from '../calendar/counted-at.ts';
import { hasWindows, type Calendar } from '../calendar/time-window.ts';
import type { Objectives } from '../objectives/objective.ts';
import { BAD, COUNTED, COST, TOTAL } from '../rules/base-series.ts';
import type { Plot } from './plot.ts';
import type { Expectation, RuleTest } from './promtool.ts';
import { quoted } from '../sli/promql.ts';

/** The clock of promtool begins on Thursday, 1970-01-01: a week and a day of it has each day. */
const MINUTES = 8 * 24 * 60;
const STEP = 5;
export const CALENDAR_INTERVAL = `${STEP}m`;
/** Minutes that the calendar is recorded ahead of time. */
const AHEAD = 2;
/** Openings and closings that are tried for each objective. */
const EDGES = 8;

/** The recurring windows, around their openings and closings. Intervals with a date lie outside promtool's clock and change nothing. */
export function calendarTest(objectives: Objectives): RuleTest {
  const { service } = objectives;
  const calendars: [string, Calendar][] = [
    ['', objectives],
    ...objectives.objectives.map((one): [string, Calendar] => [one.name, one]),
  ];
  return {
    name: 'time counts as the calendar says',
    interval: '1m',
    input_series: [],
    promql_expr_test: calendars
      .filter(([, calendar]) => hasWindows(calendar))
      .flatMap(([slo, calendar]) =>
        edges(calendar).map(([minute, counts]): Expectation => ({
          expr: `sum(${COUNTED}{service=${quoted(service)},slo=${quoted(slo)}})`,
          eval_time: `${minute}m`,
          exp_samples: [{ labels: '{}', value: counts ? 1 : 0 }],
        }))
      ),
  };
}

/** The begin, and both sides of each change. */
function edges(calendar: Calendar): [minute: number, counts: boolean][] {
  const counts = (minute: number) => countedAt(calendar, 60 * (minute + AHEAD));
  const found: [number, boolean][] = [[0, counts(0)]];
  for (let minute = STEP; minute < MINUTES; minute += STEP) {
    if (found.length > 2 * EDGES) break;
    if (counts(minute) === counts(minute - STEP)) continue;
    found.push(
      [minute - STEP, counts(minute - STEP)],
      [minute, counts(minute)]
    );
  }
  return found;
}

/** An hour of failures that the calendar leaves out: nothing of it is counted, and nothing fires. */
export function uncountedTests(plot: Plot): RuleTest[] {
  const { objective, objectives, rehearsal } = plot;
  if (!hasWindows(objective)) return [];
  const isCost = objective.kind === 'cost';
  const series = `{service=${quoted(objectives.service)},slo=${quoted(objective.name)}}`;
  const lag =
    objective.kind === 'throughput' && objective.period === '1h' ? 60 : 5;
  const reopened = 120 + lag;
  const spent = isCost ? COST : BAD;
  const played = rehearsal.play([
    { minutes: 60, bad: 0 },
    { minutes: 60, bad: isCost ? 1000 : 1 },
    { minutes: 60 + lag, bad: 0 },
  ]);
  const none = (expr: string, minute: number): Expectation => ({
    expr,
    eval_time: `${minute}m`,
    exp_samples: [],
  });
  const total = isCost ? COST : TOTAL;
  return [
    plot.test(
      'what the calendar leaves out is not counted',
      [
        ...played,
        {
          series: `${COUNTED}${series}`,
          values: `1+0x57 0+0x59 1+0x${60 + lag}`,
        },
      ],
      [
        none(`sum(${total}${series})`, 90),
        none(`sum(sum_over_time(${spent}${series}[4h])) > 0`, reopened + 50),
        none(`sum(${total}${series})`, reopened - 1),
        plot.expect('GenAISLOBurn', false, 100),
        plot.expect('GenAISLONoData', false, 115),
        plot.expect('GenAISLOBurn', false, reopened + 50),
        {
          expr: `sum(${total}${series}) >= bool 0`,
          eval_time: `${reopened + 10}m`,
          exp_samples: [{ labels: '{}', value: 1 }],
        },
      ]
    ),
  ];
}
