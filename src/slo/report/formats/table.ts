// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { allowedADay } from './chart.ts';
import { columnsOf, type Column } from './columns.ts';
import {
  consumersText,
  pagesNow,
  remarksOf,
  statesOf,
  statusOf,
  WORDS,
} from './facts.ts';
import { moment } from '../numbers.ts';
import { printable } from './printable.ts';
import { targetName } from '../target-name.ts';
import type {
  ObjectiveReport,
  Report,
  Status,
  TargetReport,
} from '../report.ts';
import { widthOf, wrapped } from './terminal-text.ts';

export interface TableOptions {
  /** SGR colours. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The report for a terminal: a table for each objective, the worst first, with remarks on each target. */
export function tableReport(report: Report, options: TableOptions): string {
  const paint = painter(options.color);
  const shown = printable(report);
  const { service, window, at, source, status, warnings, objectives, took } =
    shown;
  const pages = pagesNow(shown);
  const lines = [
    `${paint('bold', service)}, ${window} up to ${moment(at)}: ${paint(status, WORDS[status])}`,
    paint('dim', `${source}, ${took.queries} queries in ${took.seconds} s`),
    ...objectives.map(
      objective =>
        `  ${objective.name}: ${paint(statusOf(objective), statesOf(objective))}`
    ),
    pages.length === 0
      ? 'Nothing pages now.'
      : paint('critical', `Pages now: ${pages.join('; ')}`),
    ...warnings.map(text => `${paint('warning', '!')} ${text}`),
    ...objectives.flatMap(objective =>
      objectiveLines(objective, options, paint)
    ),
  ];
  return lines
    .flatMap(line => wrapped(line, options.width))
    .map(line => `${line.replaceAll(BLANK, ' ')}\n`)
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
  const { name, promise, targets, noData } = objective;
  const consumers = consumersText(objective);
  const head = [
    '',
    `${paint('bold', name)}  ${promise}`,
    ...(consumers === '' ? [] : [paint('dim', `  ${consumers}`)]),
  ];
  if (targets.length === 0) {
    return [...head, `  no data: ${noData ?? 'nothing was recorded'}`];
  }
  const { columns, widths, nameAbove } = laidOut(objective, width);
  const indent = nameAbove ? '    ' : '  ';
  const row = (cells: readonly string[], status?: Status) =>
    `${indent}${cells
      .map((cell, index) => {
        const column = columns[index];
        const space = ' '.repeat((widths[index] ?? 0) - widthOf(cell));
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
      ...(nameAbove ? [`  ${targetName(target)}`] : []),
      row(
        columns.map(({ cell }) => cell(target)),
        target.status
      ),
      ...remarks(target, objective).map(text => paint('dim', `    ${text}`)),
    ]),
  ];
}

function remarks(target: TargetReport, objective: ObjectiveReport): string[] {
  const spark = sparkLine(target.history, allowedADay(objective, target));
  const what = objective.unit === 'USD' ? 'spent' : 'bad';
  return [
    ...remarksOf(target, objective),
    ...(spark.trim() === '' ? [] : [`${what} per day: ${spark}`]),
  ];
}

const BARS = '▁▂▃▄▅▆▇█';
/** The blank of a spark line, at which no line is wrapped. */
const BLANK = '\u00a0';

/** One bar a day, the highest for the worst day or for what is allowed; a day without events is a blank. */
function sparkLine(history: TargetReport['history'], allowed: number): string {
  const values = history.map(({ errorRatio, bad, total }) =>
    total > 0 ? (errorRatio ?? bad) : undefined
  );
  const greatest = Math.max(allowed, ...values.map(value => value ?? 0));
  return values
    .map(value => {
      if (value === undefined) return BLANK;
      const height = greatest === 0 ? 0 : value / greatest;
      return BARS[Math.ceil(height * (BARS.length - 1))] ?? '';
    })
    .join('');
}

interface Layout {
  readonly columns: readonly Column[];
  readonly widths: readonly number[];
  /** Names are on lines of their own, above the columns. */
  readonly nameAbove: boolean;
}

/** Keeps as many columns as fit; if the names leave too little room, they go above. */
function laidOut(objective: ObjectiveReport, width: number): Layout {
  const all = columnsOf(objective).map(column => ({
    column,
    space: Math.max(
      widthOf(column.head),
      ...objective.targets.map(target => widthOf(column.cell(target)))
    ),
  }));
  const besideName = fitting(all, width);
  const nameAbove = !besideName.some(({ column }) => column.rank >= ENOUGH);
  const kept = nameAbove ? fitting(all.slice(1), width - 2) : besideName;
  return {
    columns: kept.map(({ column }) => column),
    widths: kept.map(({ space }) => space),
    nameAbove,
  };
}

/** Names stay beside the table only if the column of this rank, the burn, fits. */
const ENOUGH = 3;

function fitting<Item extends { column: Column; space: number }>(
  items: readonly Item[],
  width: number
): readonly Item[] {
  const total = items.reduce((sum, { space }) => sum + space + 2, 0);
  const last = Math.max(...items.map(({ column }) => column.rank));
  if (total <= width || last <= 1) return items;
  return fitting(
    items.filter(({ column }) => column.rank !== last),
    width
  );
}
