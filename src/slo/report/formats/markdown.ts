// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { columnsOf } from './columns.ts';
import {
  consumersText,
  pagesNow,
  remarksOf,
  statesOf,
  WORDS,
} from './facts.ts';
import { moment } from '../numbers.ts';
import { printable } from './printable.ts';
import { targetName } from '../target-name.ts';
import type { ObjectiveReport, Report } from '../report.ts';

/** The report for a pull request or a wiki. */
export function markdownReport(given: Report): string {
  const report = printable(given);
  const { service, window, at, status, warnings, objectives, took } = report;
  const pages = pagesNow(report);
  return [
    `# ${escaped(service)}: ${WORDS[status]}`,
    '',
    `${window} up to ${moment(at)}; ${took.queries} queries in ${took.seconds} s.`,
    '',
    ...objectives.map(
      objective =>
        `- ${escaped(objective.name)}: **${escaped(statesOf(objective))}**`
    ),
    '',
    pages.length === 0
      ? 'Nothing pages now.'
      : `Pages now: ${pages.map(text => escaped(text)).join('; ')}.`,
    ...warnings.map(text => `\n> **Warning** ${escaped(text)}`),
    ...objectives.flatMap(objectiveLines),
    '',
  ].join('\n');
}

function objectiveLines(objective: ObjectiveReport): string[] {
  const { name, promise, targets, noData } = objective;
  const head = ['', `## ${escaped(name)}`, '', `${escaped(promise)}.`, ''];
  if (targets.length === 0) {
    return [...head, `No data: ${escaped(noData ?? 'nothing was recorded')}.`];
  }
  const columns = columnsOf(objective);
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const consumers = consumersText(objective);
  return [
    ...head,
    row(columns.map(column => column.head)),
    row(columns.map(({ align }) => (align === 'right' ? '--:' : '---'))),
    ...targets.map(target =>
      row(columns.map(({ cell }) => escaped(cell(target))))
    ),
    '',
    ...(consumers === '' ? [] : [escaped(consumers), '']),
    ...targets.flatMap(target => [
      `- ${escaped(targetName(target))}`,
      ...remarksOf(target, objective).map(text => `  - ${escaped(text)}`),
    ]),
  ];
}

/** Escapes markup, because names come from the wire. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#!&~]/g, character => `\\${character}`);
}
