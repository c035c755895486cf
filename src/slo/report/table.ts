// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { allowedADay } from './chart.ts';
import { columnsOf, type Column } from './columns.ts';
import { count, moment, percent } from './numbers.ts';
import type {
  ObjectiveReport,
  Report,
  Status,
  TargetReport,
} from './report.ts';

export interface TableOptions {
  /** SGR colours. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The report for a terminal: a table for each objective, the worst first, with what there is to say of each target. */
export function tableReport(report: Report, options: TableOptions): string {
  const paint = painter(options.color);
  const { service, window, at, source, status, warnings, objectives } = report;
  const lines = [
    `${paint('bold', service)}, ${window} up to ${moment(at)}: ${paint(status, status)}`,
    paint('dim', source),
    ...warnings.map(text => `${paint('warning', '!')} ${text}`),
    ...objectives.flatMap(objective =>
      objectiveLines(objective, options, paint)
    ),
  ];
  return lines
    .flatMap(line => wrapped(line, options.width))
    .map(line => `${line}\n`)
    .join('');
}

type Paint = (style: Status | 'bold' | 'dim', text: string) => string;

const STYLES: Readonly<Record<Parameters<Paint>[0], number>> = {
  healthy: 32,
  'insufficient-data': 36,
  warning: 33,
  critical: 31,
  exhausted: 35,
  bold: 1,
  dim: 2,
};

function painter(color: boolean): Paint {
  return color
    ? (style, text) => `\u001b[${STYLES[style]}m${text}\u001b[0m`
    : (_, text) => text;
}

function objectiveLines(
  objective: ObjectiveReport,
  { width }: TableOptions,
  paint: Paint
): string[] {
  const { name, promise, targets } = objective;
  const head = ['', `${paint('bold', name)}  ${promise}`];
  if (targets.length === 0) return [...head, '  nothing was seen'];
  const columns = fitting(columnsOf(objective), targets, width);
  const widths = columns.map(column => widthOf(column, targets));
  const row = (cells: readonly string[], status?: Status) =>
    `  ${cells
      .map((cell, index) => {
        const column = columns[index];
        const space = ' '.repeat((widths[index] ?? 0) - lengthOf(cell));
        const shown =
          column?.head === 'status' && status ? paint(status, cell) : cell;
        return column?.align === 'right' ? space + shown : shown + space;
      })
      .join('  ')
      .trimEnd()}`;
  return [
    ...head,
    paint('dim', row(columns.map(column => column.head))),
    ...targets.flatMap(target => [
      row(
        columns.map(({ cell }) => cell(target)),
        target.status
      ),
      ...remarks(target, objective).map(text => paint('dim', `    ${text}`)),
    ]),
  ];
}

function remarks(target: TargetReport, objective: ObjectiveReport): string[] {
  const { status, reason, errors, worstHour, history } = target;
  const spark = sparkLine(history, allowedADay(objective, target));
  return [
    ...(status === 'healthy' ? [] : [`${status}: ${reason}`]),
    ...(errors.length === 0
      ? []
      : [
          `errors: ${errors
            .map(
              ({ errorType, errorClass, count: times }) =>
                `${errorType} (${errorClass}) ${count(times)}`
            )
            .join(', ')}`,
        ]),
    ...(spark.trim() === ''
      ? []
      : [
          `${objective.unit === 'USD' ? 'spent' : 'bad'} by the day: ${spark}${
            worstHour === undefined
              ? ''
              : `  worst hour ${moment(worstHour.at)}, ${percent(worstHour.errorRatio, 2)} bad`
          }`,
        ]),
  ];
}

const BARS = '▁▂▃▄▅▆▇█';

/** One bar a day, the highest for the worst day or for what is allowed; a day without events is a blank. */
function sparkLine(history: TargetReport['history'], allowed: number): string {
  const values = history.map(({ errorRatio, bad, total }) =>
    total > 0 ? (errorRatio ?? bad) : undefined
  );
  const greatest = Math.max(allowed, ...values.map(value => value ?? 0));
  return values
    .map(value => {
      if (value === undefined) return ' ';
      const height = greatest === 0 ? 0 : value / greatest;
      return BARS[Math.ceil(height * (BARS.length - 1))] ?? '';
    })
    .join('');
}

/** As many columns as there is room for. */
function fitting(
  columns: readonly Column[],
  targets: readonly TargetReport[],
  width: number
): Column[] {
  let kept = [...columns];
  const total = () =>
    kept.reduce((sum, column) => sum + widthOf(column, targets) + 2, 0);
  while (total() > width && kept.some(({ rank }) => rank > 1)) {
    const last = Math.max(...kept.map(({ rank }) => rank));
    kept = kept.filter(({ rank }) => rank !== last);
  }
  return kept;
}

function widthOf(
  { head, cell }: Column,
  targets: readonly TargetReport[]
): number {
  return Math.max(
    head.length,
    ...targets.map(target => lengthOf(cell(target)))
  );
}

function lengthOf(text: string): number {
  return [...text].length;
}

/** A line that is too long goes on below, as far to the right as it began. */
function wrapped(line: string, width: number): string[] {
  const plain = line.replace(SGR, '');
  if (lengthOf(plain) <= width) return [line];
  const indent = /^ */.exec(plain)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.trimStart().split(' ')) {
    const longer = current === '' ? indent + word : `${current} ${word}`;
    if (current !== '' && lengthOf(longer.replace(SGR, '')) > width) {
      lines.push(current);
      current = indent + word;
    } else {
      current = longer;
    }
  }
  return [...lines, current];
}

// eslint-disable-next-line no-control-regex -- the escape character is what a colour begins with
const SGR = /\u001b\[\d+m/g;
