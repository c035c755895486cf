// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { columnsOf } from './columns.ts';
import { count, moment, percent } from '../numbers.ts';
import { printable } from './printable.ts';
import { targetName } from '../target-name.ts';
import type { ObjectiveReport, Report } from '../report.ts';

/** The report for a pull request or a wiki. */
export function markdownReport(report: Report): string {
  const { service, window, at, status, warnings, objectives } =
    printable(report);
  return [
    `# ${escaped(service)}: ${status}`,
    '',
    `${window} up to ${moment(at)}.`,
    ...warnings.map(text => `\n> **Warning** ${escaped(text)}`),
    ...objectives.flatMap(objectiveLines),
    '',
  ].join('\n');
}

function objectiveLines(objective: ObjectiveReport): string[] {
  const { name, promise, targets } = objective;
  const head = ['', `## ${escaped(name)}`, '', `${escaped(promise)}.`, ''];
  if (targets.length === 0) return [...head, 'Nothing was seen.'];
  const columns = columnsOf(objective);
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const remarks = targets.flatMap(target => {
    const { status, reason, errors, worstHour } = target;
    const said = [
      ...(status === 'healthy' ? [] : [`${status}, ${reason}`]),
      ...errors.map(
        ({ errorType, errorClass, count: times }) =>
          `${errorType} (${errorClass}) ${count(times)}`
      ),
      ...(worstHour === undefined
        ? []
        : [
            `worst hour ${moment(worstHour.at)} with ${percent(worstHour.errorRatio, 2)} bad`,
          ]),
    ];
    return said.length === 0
      ? []
      : [`- ${escaped(targetName(target))}: ${escaped(said.join('; '))}`];
  });
  return [
    ...head,
    row(columns.map(column => column.head)),
    row(columns.map(({ align }) => (align === 'right' ? '--:' : '---'))),
    ...targets.map(target =>
      row(columns.map(({ cell }) => escaped(cell(target))))
    ),
    ...(remarks.length === 0 ? [] : ['', ...remarks]),
  ];
}

/** Names come from the wire: what would be markup is text. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#!&~]/g, character => `\\${character}`);
}
