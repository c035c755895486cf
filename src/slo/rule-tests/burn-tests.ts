// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isCounted, isRatio } from '../objectives/objective.ts';
import type { BurnWindow } from '../objectives/windows.ts';
import {
  burnWindows,
  leastBadEvents,
} from '../rules/alerts/burn-thresholds.ts';
import type { Plot } from './plot.ts';
import type { RuleTest } from './promtool.ts';
import type { Act } from './rehearsal.ts';

/** Minutes of good traffic before something happens: the hour of the fastest pair. */
const BEFORE = 60;
/** A rate of five minutes lags, and so do two groups of rules. */
const LAG = 8;
const BURN = 'GenAISLOBurn';
/** How far above its limit a pair is brought: the fastest before another one may fire. */
const OVER: Readonly<Record<string, number>> = { '1h': 2, '1d': 1.5 };

/** Each pair of windows fires above its limit, and not below. */
export function burnTests(plot: Plot): RuleTest[] {
  const { objective } = plot;
  if (objective.kind === 'cost') return [runaway(plot)];
  if (objective.kind === 'throughput') return [outage(plot)];
  return [
    outage(plot),
    spike(plot),
    ...limits(plot),
    // The series of a histogram of latencies need segments of one length.
    ...(isRatio(objective) &&
    (objective.kind !== 'latency' || isCounted(objective))
      ? fewEvents(plot)
      : []),
  ];
}

function outage(among: Plot): RuleTest {
  const plot = among.another();
  const { objective, objectives } = plot;
  const [fast] = burnWindows(objective, objectives.window).page;
  // The long window is over its limit once so much of it is bad.
  const fires =
    BEFORE + 60 * plot.threshold(fast?.factor ?? 1) + LAG + lagOf(objective);
  const ends = Math.ceil(fires + 10);
  const severity = objective.page ? 'page' : 'ticket';
  const acts: Act[] = [
    { minutes: BEFORE, bad: 0 },
    { minutes: ends - BEFORE, bad: 1 },
    { minutes: 130, bad: 0 },
  ];
  return plot.test(
    'an outage is one alert within minutes, and over soon after its end',
    plot.rehearsal.play(acts),
    [
      plot.expect(BURN, false, BEFORE),
      plot.expect(BURN, true, fires, severity),
      plot.expect(BURN, true, ends + 50, severity),
      // Its short window is good after minutes, and the alert stays for an hour.
      ...(isRatio(objective) && fast !== undefined
        ? [
            plot.expect(BURN, false, ends + 60 + 2 * LAG, severity, {
              long: fast.long,
              short: fast.short,
            }),
          ]
        : []),
      ...(objective.page
        ? [plot.expect(BURN, false, ends + 90 + 2 * LAG, severity)]
        : []),
    ]
  );
}

/** Minutes until a floor of an hour notices that ten times as many answers as it asks for have ended. */
function lagOf(objective: Plot['objective']): number {
  return objective.kind === 'throughput' && objective.period === '1h' ? 54 : 0;
}

/** Two bad minutes are over the limit of five minutes, and not over that of an hour. */
function spike(among: Plot): RuleTest {
  const plot = among.another();
  const { objective, objectives } = plot;
  const [fast] = burnWindows(objective, objectives.window).page;
  const limit = plot.threshold(fast?.factor ?? 1);
  return plot.test(
    'a spike of two minutes is no alert',
    plot.rehearsal.play([
      { minutes: BEFORE, bad: 0 },
      { minutes: 2, bad: Math.min(1, 0.7 * 30 * limit) },
      { minutes: 10, bad: 0 },
    ]),
    [plot.expect(BURN, false, BEFORE + 4), plot.expect(BURN, false, BEFORE + 9)]
  );
}

/** Below the limit of a pair for as long as it takes, then above it. */
function limits(among: Plot): RuleTest[] {
  const { objective, objectives } = among;
  const { page, ticket } = burnWindows(objective, objectives.window);
  const severity = objective.page ? 'page' : 'ticket';
  const fastest = among.threshold(page[0]?.factor ?? 1);
  const cases: [BurnWindow | undefined, 'page' | 'ticket', number, number][] = [
    // A limit of nearly everything is exceeded by little, and late.
    [page[0], severity, 70, fastest > 0.5 ? 45 : 15],
    [page[1], severity, 100, 80],
    // Three days are longer than a test may take.
    [ticket[0], 'ticket', 370, 50],
  ];
  return cases.flatMap(([window, tier, below, above]) => {
    if (window === undefined) return [];
    const [plot, young] = [among.another(), among.another()];
    const limit = plot.threshold(window.factor);
    const over = Math.min(1, limit * (OVER[window.long] ?? 1.12));
    const acts: Act[] = [
      { minutes: below, bad: 0.97 * limit },
      { minutes: above, bad: over },
    ];
    const labels = { long: window.long, short: window.short };
    // Another pair whose limit is reached, too, holds this one back.
    const held = [...page, ...ticket].some(
      other =>
        other !== window &&
        (page.includes(other) ? severity : 'ticket') === tier &&
        below + above >= other.atLeast &&
        plot.threshold(other.factor) <= over
    );
    return [
      plot.test(
        `the limit of ${window.long} and ${window.short} is ${limit}`,
        plot.rehearsal.play(acts),
        [
          plot.expect(BURN, false, below - 2, tier, labels),
          ...(held
            ? []
            : [plot.expect(BURN, true, below + above - 2, tier, labels)]),
        ]
      ),
      ...(window.long === '6h' && !held
        ? [
            young.test(
              `the first ${window.atLeast} minutes do not count for ${window.long}`,
              young.rehearsal.play([
                { minutes: window.atLeast + 30, bad: Math.min(1, 1.2 * limit) },
              ]),
              [
                young.expect(BURN, false, window.atLeast - 10, tier, labels),
                young.expect(BURN, true, window.atLeast + 20, tier, labels),
              ]
            ),
          ]
        : []),
    ];
  });
}

/** Failures one by one where there are hardly any calls: as many as are asked for fire, and one less does not. */
function fewEvents(among: Plot): RuleTest[] {
  const [plot, enough] = [among.another(), among.another()];
  const { minBadEvents } = plot.objectives.prometheus;
  const { objective, objectives } = plot;
  const [fast] = burnWindows(objective, objectives.window).page;
  const severity = objective.page ? 'page' : 'ticket';
  const least = leastBadEvents(severity, minBadEvents);
  // As many good calls as failures before them are no burn of a large budget.
  if (least < 2 || least > 12 || plot.threshold(fast?.factor ?? 1) > 0.8) {
    return [];
  }
  const failures = ({ rehearsal }: Plot, count: number) =>
    rehearsal.events(
      [
        { minutes: 20, perMinute: 0 },
        { minutes: 1, perMinute: 1 },
        { minutes: 60, perMinute: 0 },
      ],
      [
        { minutes: 40, perMinute: 0 },
        ...Array.from({ length: count }, () => [
          { minutes: 1, perMinute: 1 },
          { minutes: 2, perMinute: 0 },
        ]).flat(),
        { minutes: 41 - 3 * count, perMinute: 0 },
      ]
    );
  const at = 40 + 3 * least + 3;
  return [
    plot.test(
      `${least - 1} failures in an hour are no reason to alert`,
      failures(plot, least - 1),
      [plot.expect(BURN, false, at, severity)]
    ),
    enough.test(`${least + 1} are one`, failures(enough, least + 1), [
      enough.expect(BURN, true, at, severity),
    ]),
  ];
}

/** Money that goes thirty times too fast: three days' worth of it is gone after 144 minutes. */
function runaway(plot: Plot): RuleTest {
  const { objective, objectives } = plot;
  const severity = objective.page ? 'page' : 'ticket';
  const [page] = burnWindows(objective, objectives.window).page;
  const after = (24 * 60 * (page?.factor ?? 1)) / 30;
  const acts: Act[] = [
    { minutes: BEFORE, bad: 0 },
    { minutes: after + 40, bad: 30 },
    { minutes: 200, bad: 0 },
  ];
  return plot.test(
    'money that goes too fast fires within hours',
    plot.rehearsal.play(acts),
    [
      plot.expect(BURN, false, BEFORE + after - 10, severity),
      plot.expect(BURN, true, BEFORE + after + LAG, severity),
      ...(objective.page
        ? [plot.expect(BURN, false, BEFORE + after + 40 + 135, severity)]
        : []),
    ]
  );
}
