// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { errorChart, historyChart, percentileChart } from './chart.ts';
import {
  boundText,
  countedErrors,
  otherErrors,
  trendText,
  WORDS,
} from './facts.ts';
import { escaped } from './markup.ts';
import { amount, percent, span } from '../numbers.ts';
import type { ErrorCount, ObjectiveReport, TargetReport } from '../report.ts';
import { targetName } from '../target-name.ts';

/** One target of the page: its budget first, then what happened over the window, then the details. */
export function targetCard(
  objective: ObjectiveReport,
  target: TargetReport
): string {
  const { status, reason, worstHour } = target;
  const lines = [
    trendText(target, objective),
    ...(worstHour === undefined
      ? []
      : [
          `Worst hour: ${span(worstHour.at, worstHour.until)}, ${percent(worstHour.errorRatio, 2)} bad.`,
        ]),
    boundText(target, objective),
  ].filter(line => line !== '');
  return `<article>
<h3>${escaped(targetName(target))} <span class="badge ${status}">${WORDS[status]}</span></h3>
<p>${escaped(reason)}</p>
${budgetBar(target, objective)}
${historyChart(objective, target)}
${percentileChart(target)}
${errorChart(target)}
${lines.map(line => `<p>${escaped(line)}</p>`).join('\n')}
${errorTable('Errors that count', countedErrors(target))}
${errorTable('Errors that do not count', otherErrors(target))}
</article>`;
}

function errorTable(caption: string, errors: readonly ErrorCount[]): string {
  if (errors.length === 0) return '';
  const rows = errors.map(
    ({ errorType, errorClass, count: times }) =>
      `<tr><th scope="row">${escaped(errorType)}</th><td>${errorClass}</td><td class="right">${amount(times, 'calls')}</td></tr>`
  );
  return `<table><caption>${caption}</caption><thead><tr><th scope="col">type</th><th scope="col">class</th><th scope="col" class="right">calls</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** The spent part of the budget, in the colour of the status. An overspent bar has a mark where the budget ended. */
function budgetBar(
  { budget, status }: TargetReport,
  { unit }: ObjectiveReport
): string {
  const { allowed, spent, used } = budget;
  const width = Math.min(100, Math.max(0, 100 * used));
  const end =
    used > 1
      ? `<div class="end" style="left:${(100 / used).toFixed(1)}%"></div>`
      : '';
  const legend = used > 1 ? '; the mark is 100 %' : '';
  return `<div class="budget"><div class="track" aria-hidden="true"><div class="fill ${status}" style="width:${width.toFixed(1)}%"></div>${end}</div><span>${percent(used, 1)} of the budget: ${amount(spent, unit)} of ${amount(allowed, unit)} ${unit}${legend}</span></div>`;
}
