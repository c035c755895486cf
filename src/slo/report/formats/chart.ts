// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { fixed, Frame, type Range } from './frame.ts';
import { escaped } from './markup.ts';
import { amount, count, percent, seconds, share } from '../numbers.ts';
import type { HistoryPoint, ObjectiveReport, TargetReport } from '../report.ts';

const DAY = 86_400_000;
/** Lower end of the chart. A budget that is overspent further shows only as the number in the legend. */
const LEAST_LEFT = -1;

/** Returns the allowance of one day: a ratio of bad events, or a share of the money. */
export function allowedADay(
  { kind, target }: ObjectiveReport,
  { history, budget }: TargetReport
): number {
  return kind === 'cost'
    ? budget.allowed / Math.max(1, history.length)
    : 1 - (target ?? 1);
}

/** The share of the budget that was left, from the beginning of the window to the report. */
export function burnDownChart(
  title: string,
  { burnDown, status, budget }: TargetReport
): string {
  const points = burnDown.map(
    ({ at, left }) => [Date.parse(at), left] as const
  );
  if (points.length < 2) return '';
  const least = Math.max(LEAST_LEFT, Math.min(0, 1 - budget.used));
  const frame = new Frame([least, 1], spanOf(points));
  return frame.svg(
    title,
    `budget left 100 % at first, ${whole(1 - budget.used)} now`,
    [
      { mark: `line-${status}`, text: `${whole(1 - budget.used)} left` },
      ...(least < 0 ? [{ mark: 'line-spent', text: '0 %: spent' }] : []),
    ],
    whole,
    [
      ...(least < 0 ? [frame.level('spent', 0)] : []),
      frame.line(`line-${status}`, points),
    ]
  );
}

/** One bar per day, and the line that they should not exceed: the allowed ratio, or a day's part of the money. */
export function historyChart(
  objective: ObjectiveReport,
  target: TargetReport
): string {
  const { history } = target;
  if (history.length === 0) return '';
  const isCost = objective.kind === 'cost';
  const allowed = allowedADay(objective, target);
  const valueOf = ({ errorRatio, bad, total }: HistoryPoint) =>
    isCost ? bad : total > 0 ? (errorRatio ?? 0) : undefined;
  const shown = (value: number) =>
    isCost
      ? `${amount(value, 'USD')} USD`
      : value === 0
        ? '0 %'
        : percent(value, decimalsOf(value));
  const values = history.map(valueOf);
  const worst = Math.max(0, ...values.map(value => value ?? 0));
  const greatest = Math.max(allowed, worst) * 1.1;
  const times = history.map(({ at }) => Date.parse(at));
  const frame = new Frame(
    [0, greatest],
    [times[0] ?? 0, (times.at(-1) ?? 0) + DAY - 1]
  );
  const floor = Number(frame.y(0));
  const width = fixed(Math.max(1, frame.width(DAY) * 0.8));
  const bars = history.map(({ at, total, bad }, index) => {
    const value = values[index];
    const x = frame.x((times[index] ?? 0) + DAY * 0.1);
    const day = at.slice(0, 10);
    if (value === undefined) {
      return `<rect class="none" x="${x}" y="${fixed(floor - 3)}" width="${width}" height="3"><title>${day}: no events</title></rect>`;
    }
    // A day without failures shows a thin line.
    const height = Math.max(1, floor - Number(frame.y(value)));
    const of = isCost
      ? ''
      : `, ${amount(bad, objective.unit)} of ${count(total)}`;
    return `<rect class="${value > allowed ? 'over' : 'bar'}" x="${x}" y="${fixed(floor - height)}" width="${width}" height="${fixed(height)}"><title>${day}: ${escaped(shown(value) + of)}</title></rect>`;
  });
  return frame.svg(
    isCost ? 'Spent per day' : 'Bad events per day',
    `at most ${shown(worst)}, allowed ${shown(allowed)}`,
    [
      { mark: 'bar', text: 'within' },
      { mark: 'over', text: 'over' },
      { mark: 'allowed', text: `allowed ${shown(allowed)}` },
    ],
    shown,
    [...bars, frame.level('allowed', allowed)]
  );
}

/** P50, P95 and P99 per 24 hours. */
export function percentileChart({ latencyHistory = [] }: TargetReport): string {
  const names = (['p50', 'p95', 'p99'] as const).filter(name =>
    latencyHistory.some(point => point[name] !== undefined)
  );
  const points = latencyHistory.map(point => ({
    ...point,
    time: Date.parse(point.at),
  }));
  if (points.length < 2 || names.length === 0) return '';
  const last = points.at(-1);
  const values = points.flatMap(point => names.map(name => point[name] ?? 0));
  const frame = new Frame(
    [0, Math.max(...values)],
    spanOf(points.map(({ time }) => [time, 0]))
  );
  return frame.svg(
    'Percentiles per 24 h',
    names.map(name => `${name} ${seconds(last?.[name])} now`).join(', '),
    names.map(name => ({
      mark: `line-${name}`,
      text: `${name.toUpperCase()} ${seconds(last?.[name])}`,
    })),
    seconds,
    names.map(name =>
      frame.line(
        `line-${name}`,
        points.map(point => [point.time, point[name]])
      )
    )
  );
}

/** Failed calls per 24 hours, stacked by class. */
export function errorChart({ errorHistory = [] }: TargetReport): string {
  const points = errorHistory.map(({ at, counts }) => ({
    time: Date.parse(at),
    day: at.slice(0, 10),
    counts: Object.entries(counts),
  }));
  if (points.length < 2) return '';
  const classes = [
    ...new Set(points.flatMap(({ counts }) => counts.map(([name]) => name))),
  ];
  const sums = points.map(({ counts }) =>
    counts.reduce((sum, [, value]) => sum + value, 0)
  );
  const [from, until] = spanOf(points.map(({ time }) => [time, 0]));
  const frame = new Frame([0, Math.max(...sums)], [from - DAY, until]);
  const width = fixed(Math.max(1, frame.width(DAY) * 0.8));
  const bars = points.flatMap(({ time, day, counts }) => {
    let below = 0;
    return counts.map(([name, value]) => {
      const base = Number(frame.y(below));
      below += value;
      const height = Math.max(0, base - Number(frame.y(below)));
      return `<rect class="class-${name}" x="${frame.x(time - DAY * 0.9)}" y="${fixed(base - height)}" width="${width}" height="${fixed(height)}"><title>24 h to ${day}: ${name} ${amount(value, 'calls')}</title></rect>`;
    });
  });
  return frame.svg(
    'Failed calls per 24 h',
    `at most ${amount(Math.max(...sums), 'calls')}`,
    classes.map(name => ({ mark: `class-${name}`, text: name })),
    value => amount(value, 'calls'),
    bars
  );
}

function spanOf(
  points: readonly (readonly [time: number, ...unknown[]])[]
): Range {
  return [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
}

function whole(value: number): string {
  return value < 0 ? `-${share(-value)}` : share(value);
}

/** Enough to distinguish a small budget from none. */
function decimalsOf(value: number): number {
  return value >= 0.1 ? 1 : value >= 0.01 ? 2 : 4;
}
