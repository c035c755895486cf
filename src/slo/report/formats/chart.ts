// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { escaped } from './markup.ts';
import { count, percent } from '../numbers.ts';
import type { HistoryPoint, ObjectiveReport, TargetReport } from '../report.ts';

const WIDTH = 440;
const HEIGHT = 150;
const LEFT = 64;
const BOTTOM = 22;
/** Above the bars is said what the line is: on it, a bar would hide that. */
const TOP = 26;

/** What a day may have: a ratio of bad events, or its part of the money. */
export function allowedADay(
  { kind, target }: ObjectiveReport,
  { history, budget }: TargetReport
): number {
  return kind === 'cost'
    ? budget.allowed / Math.max(1, history.length)
    : 1 - (target ?? 1);
}

/** Bars of the days, and the line that they may reach: the allowed ratio, or a day's part of the money. */
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
    isCost ? `${count(value)} USD` : percent(value, decimalsOf(value));
  const values = history.map(valueOf);
  const greatest =
    Math.max(allowed, ...values.map(value => value ?? 0)) * 1.1 || 1;
  const y = (value: number) =>
    TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / greatest);
  const step = (WIDTH - LEFT) / history.length;
  const bars = history.map((point, index) => {
    const value = values[index];
    const x = LEFT + index * step + step * 0.1;
    const day = point.at.slice(0, 10);
    if (value === undefined) {
      return `<rect class="none" x="${fixed(x)}" y="${fixed(y(0) - 3)}" width="${fixed(step * 0.8)}" height="3"><title>${day}: nothing</title></rect>`;
    }
    // A day without failures has a line to stand on.
    const height = Math.max(1, y(0) - y(value));
    return `<rect class="${value > allowed ? 'over' : 'bar'}" x="${fixed(x)}" y="${fixed(y(0) - height)}" width="${fixed(step * 0.8)}" height="${fixed(height)}"><title>${day}: ${shown(value)} of ${count(point.total)}</title></rect>`;
  });
  const [first, last] = [history[0], history.at(-1)];
  const what = isCost ? 'Spent by the day' : 'Bad events by the day';
  const worst = Math.max(0, ...values.map(value => value ?? 0));
  return `<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(`${what}: at most ${shown(worst)}, allowed ${shown(allowed)}`)}">
<text x="${LEFT - 6}" y="${fixed(y(greatest) + 10)}" class="right">${shown(greatest)}</text>
<text x="${LEFT - 6}" y="${fixed(y(0))}" class="right">0</text>
${bars.join('\n')}
<line class="allowed" x1="${LEFT}" x2="${WIDTH}" y1="${fixed(y(allowed))}" y2="${fixed(y(allowed))}"/>
<text x="${LEFT}" y="12" class="left">${what}</text>
<text class="allowed" x="${WIDTH}" y="12">╌╌ allowed ${shown(allowed)}</text>
<text x="${LEFT}" y="${HEIGHT - 6}" class="left">${first?.at.slice(0, 10) ?? ''}</text>
<text x="${WIDTH}" y="${HEIGHT - 6}">${last?.at.slice(0, 10) ?? ''}</text>
</svg>`;
}

/** As many as tell a small budget from none. */
function decimalsOf(share: number): number {
  return share >= 0.1 ? 1 : share >= 0.01 ? 2 : 4;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
