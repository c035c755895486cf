// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { escaped } from './markup.ts';

const WIDTH = 440;
const HEIGHT = 150;
const LEFT = 64;
const RIGHT = 6;
const BOTTOM = 22;
/** The title and the legend stand above the plot. */
const TOP = 26;

/** A range of values or of time. */
export type Range = readonly [least: number, greatest: number];

interface Legend {
  /** CSS class of the mark. */
  readonly mark: string;
  readonly text: string;
}

/** The axes of a small chart, and the position of a value and a time in it. */
export class Frame {
  readonly #values: Range;
  readonly #times: Range;

  constructor(values: Range, times: Range) {
    const [least, greatest] = values;
    this.#values = [least, greatest > least ? greatest : least + 1];
    const [from, until] = times;
    this.#times = [from, until > from ? until : from + 1];
  }

  x(time: number): string {
    const [from, until] = this.#times;
    const part = (time - from) / (until - from);
    return fixed(LEFT + part * (WIDTH - LEFT - RIGHT));
  }

  /** Pixels of a length of time. */
  width(time: number): number {
    const [from, until] = this.#times;
    return ((WIDTH - LEFT - RIGHT) * time) / (until - from);
  }

  y(value: number): string {
    const [least, greatest] = this.#values;
    const kept = Math.min(greatest, Math.max(least, value));
    const part = (kept - least) / (greatest - least);
    return fixed(TOP + (HEIGHT - TOP - BOTTOM) * (1 - part));
  }

  /** A line through values, with a gap for each missing one. */
  line(
    name: string,
    points: readonly (readonly [time: number, value: number | undefined])[]
  ): string {
    let pen = 'M';
    const path = points.map(([time, value]) => {
      const from = pen;
      pen = value === undefined ? 'M' : 'L';
      return value === undefined
        ? ''
        : `${from}${this.x(time)} ${this.y(value)}`;
    });
    return `<path class="line ${name}" d="${path.join('')}"/>`;
  }

  /** A dashed line over the whole width. */
  level(name: string, value: number): string {
    const y = this.y(value);
    return `<line class="${name}" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/>`;
  }

  /** @param said the same in words, for screen readers. */
  svg(
    title: string,
    said: string,
    legend: readonly Legend[],
    shown: (value: number) => string,
    body: readonly string[]
  ): string {
    const [least, greatest] = this.#values;
    const [from, until] = this.#times;
    const marks = legend.map(
      ({ mark, text }) =>
        `<span class="key"><span class="mark ${mark}"></span>${escaped(text)}</span>`
    );
    return `<figure>
<figcaption><strong>${escaped(title)}</strong> ${marks.join(' ')}</figcaption>
<svg class="chart" viewBox="0 ${TOP - 10} ${WIDTH} ${HEIGHT - TOP + 10}" role="img" aria-label="${escaped(`${title}: ${said}`)}">
<text x="${LEFT - 6}" y="${fixed(Number(this.y(greatest)) + 4)}">${escaped(shown(greatest))}</text>
<text x="${LEFT - 6}" y="${fixed(Number(this.y(least)) + 2)}">${escaped(shown(least))}</text>
<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${this.y(Math.max(0, least))}" y2="${this.y(Math.max(0, least))}"/>
${body.join('\n')}
<text x="${LEFT}" y="${HEIGHT - 6}" class="left">${dayOf(from)}</text>
<text x="${WIDTH - RIGHT}" y="${HEIGHT - 6}">${dayOf(until)}</text>
</svg>
</figure>`;
  }
}

export function fixed(value: number): string {
  return value.toFixed(1);
}

/** The day of a time; for midnight, the day that ends with it. */
function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
