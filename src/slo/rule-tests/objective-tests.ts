// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  budgetOf,
  isRatio,
  type Objective,
  type Objectives,
} from '../objectives/objective.ts';
import { eventsToJudge } from '../rules/burn-thresholds.ts';
import { BURN_WINDOWS } from '../objectives/windows.ts';
import { Plot } from './plot.ts';
import type { RuleTest } from './promtool.ts';
import { SMOOTHED, type Act } from './rehearsal.ts';

/** Minutes of good traffic before something happens, enough for every page to be allowed. */
const BEFORE = 120;
/** A rate of five minutes lags, and so do two groups of rules. */
const LAG = 8;
/** Samples that promtool lets a query have: a week of minutes, and no more, can be rehearsed. */
const PROMTOOL_SAMPLES = 10_000;
/** Minutes that alerts of a budget wait. */
const FOR = 60;

/** Tests of all alerts of one objective: each is made to fire, and to be silent. */
export function objectiveTests(
  objectives: Objectives,
  objective: Objective
): RuleTest[] {
  const plot = new Plot(objectives, objective);
  return [
    steady(plot),
    outage(plot),
    ...leak(plot),
    ...singleFailure(plot),
    ...budgetTests(plot),
    ...noData(plot),
    ...boundaryMissing(plot),
  ];
}

function steady(plot: Plot): RuleTest {
  const acts = [{ minutes: 480, bad: plot.burn(0.4) }];
  return plot.test(
    'less than half of the budget, spent evenly, is silent',
    plot.rehearsal.play(acts),
    [
      plot.expect('GenAISLOBurn', false, 30),
      plot.expect('GenAISLOBurn', false, 470),
      plot.expect('GenAISLOBudgetHalfSpent', false, 470),
      plot.expect('GenAISLOBudgetExhausted', false, 470),
      plot.expect('GenAISLONoData', false, 470),
    ]
  );
}

function outage(plot: Plot): RuleTest {
  const { objective } = plot;
  const all = objective.kind === 'cost' ? 30 : 1;
  const [hour] = BURN_WINDOWS.page;
  // The long window is over its threshold once so much of it is bad.
  const share = plot.threshold(hour?.factor ?? 1) / all;
  const fires = BEFORE + 60 * share + LAG;
  const ends = Math.ceil(fires + 10);
  const severity = objective.page ? 'page' : 'ticket';
  const acts: Act[] = [
    { minutes: BEFORE, bad: 0 },
    { minutes: ends - BEFORE, bad: all },
    { minutes: 90, bad: 0 },
  ];
  return plot.test(
    'an outage fires within minutes, and is over when it is',
    plot.rehearsal.play(acts),
    [
      plot.expect('GenAISLOBurn', false, BEFORE),
      plot.expect('GenAISLOBurn', true, fires, severity),
      // The short window of the slower page is half an hour; what is only a ticket stays for longer.
      ...(objective.page
        ? [plot.expect('GenAISLOBurn', false, ends + 30 + LAG, severity)]
        : []),
    ]
  );
}

function leak(plot: Plot): RuleTest[] {
  const { objective } = plot;
  const [day, days] = BURN_WINDOWS.ticket;
  const page = plot.threshold(BURN_WINDOWS.page[1]?.factor ?? 1);
  const fast = plot.threshold(day?.factor ?? 1);
  // Budgets of a third and more have no room between the page and the faster ticket.
  const [from, window] =
    fast < page ? [fast, day] : [plot.threshold(days?.factor ?? 1), days];
  // Minutes are not bad to the hundredth.
  if (objective.kind === 'throughput' && page - from < 0.025) return [];
  const minutes = (window?.atLeast ?? 0) + 60;
  const acts = [{ minutes, bad: (from + page) / 2 }];
  return [
    plot.test('a leak is a ticket, and no page', plot.rehearsal.play(acts), [
      plot.expect('GenAISLOBurn', false, (window?.atLeast ?? 0) - 10, 'ticket'),
      plot.expect('GenAISLOBurn', true, minutes - 10, 'ticket'),
      ...(objective.page
        ? [plot.expect('GenAISLOBurn', false, minutes - 10, 'page')]
        : []),
    ]),
  ];
}

/** One of two calls in an hour: half of them, and yet no reason to get up. */
function singleFailure(plot: Plot): RuleTest[] {
  const { minBadEvents } = plot.objectives.prometheus;
  // Whoever wants to hear of single failures does.
  if (!isRatio(plot.objective) || minBadEvents < 2) return [];
  const series = plot.rehearsal.events(
    [
      { minutes: 20, perMinute: 0 },
      { minutes: 1, perMinute: 1 },
      { minutes: 40, perMinute: 0 },
    ],
    [
      { minutes: 40, perMinute: 0 },
      { minutes: 1, perMinute: 1 },
      { minutes: 20, perMinute: 0 },
    ]
  );
  return [
    plot.test('one failure of two calls in an hour is silent', series, [
      plot.expect('GenAISLOBurn', false, 42),
      plot.expect('GenAISLOBurn', false, 50),
    ]),
  ];
}

function budgetTests(plot: Plot): RuleTest[] {
  const at = judgedAfter(plot) + FOR + LAG + 10;
  if (at > PROMTOOL_SAMPLES) return [];
  const spend = (name: string, alertname: string, acts: Act[]) =>
    plot.test(name, plot.rehearsal.play(acts), [
      plot.expect(alertname, false, 50),
      plot.expect(alertname, true, at),
    ]);
  return [
    spend(
      'half of the budget spent is said',
      'GenAISLOBudgetHalfSpent',
      spending(plot, 0.75, at)
    ),
    spend(
      'a spent budget is a ticket',
      'GenAISLOBudgetExhausted',
      spending(plot, spentTwice(plot), at)
    ),
  ];
}

/** Twice the budget, or all there is of it: a budget of 60 % cannot be spent twice. */
function spentTwice({ objective }: Plot): number {
  return objective.kind === 'cost' ? 2 : Math.min(2, 1 / budgetOf(objective));
}

/** Minutes until there were enough events to judge; the traffic of a rehearsal is made for ten. */
function judgedAfter({ objective, objectives }: Plot): number {
  if (objective.kind !== 'throughput') return 10;
  // No less than the alert looks back on, or a minute more or less is half of the budget.
  return Math.max(eventsToJudge(objective, objectives.window), 150);
}

/** So much of the budget is spent in so many minutes, and has been for as long as the alerts wait. */
function spending(plot: Plot, share: number, minutes: number): Act[] {
  const { objective, objectives } = plot;
  const bad = plot.burn(share);
  switch (objective.kind) {
    case 'cost': {
      const days = Number.parseInt(objectives.window, 10);
      const atOnce = 30;
      return [
        { minutes: atOnce, bad: (bad * days * 24 * 60) / atOnce },
        { minutes, bad: 0 },
      ];
    }
    case 'throughput': {
      // At once, for minutes are not bad in part, and before the alert begins to wait; but all of them is all of them.
      const good = minutes - FOR - LAG;
      const silent = Math.round(bad * good) + SMOOTHED;
      return [
        { minutes: Math.max(5, good - silent), bad: 0 },
        { minutes: bad < 1 ? silent : minutes, bad: 1 },
        { minutes, bad: 0 },
      ];
    }
    default:
      return [{ minutes: minutes + 10, bad }];
  }
}

function noData(plot: Plot): RuleTest[] {
  const { objective } = plot;
  // No calls at all are a rate where nothing is told apart.
  if (objective.kind === 'throughput' && objective.groupBy.length === 0) {
    return [];
  }
  const series = plot.rehearsal
    .play([{ minutes: 60, bad: 0 }])
    .map(({ series, values }) => ({ series, values: `${values} stale` }));
  return [
    plot.test('data that is gone is said', series, [
      plot.expect('GenAISLONoData', false, 60),
      plot.expect('GenAISLONoData', true, 60 + 15 + LAG),
    ]),
  ];
}

function boundaryMissing(plot: Plot): RuleTest[] {
  const { objective } = plot;
  if (objective.kind !== 'latency' || objective.source !== 'histogram') {
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
