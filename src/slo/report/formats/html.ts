// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { historyChart } from './chart.ts';
import { columnsOf } from './columns.ts';
import { escaped } from './markup.ts';
import { count, moment, percent } from '../numbers.ts';
import { printable } from './printable.ts';
import { targetName } from '../target-name.ts';
import type {
  ObjectiveReport,
  Report,
  Status,
  TargetReport,
} from '../report.ts';
import { STYLE } from './style.ts';

/** The report as one page that needs nothing else: no script, no font, no other file. */
export function htmlReport(report: Report): string {
  const { service, window, at, source, status, warnings, objectives } =
    printable(report);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(service)}: ${status}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(service)} ${badge(status)}</h1>
<p>${window} up to <time datetime="${at}">${moment(at)}</time>, from ${escaped(source)}</p>
${warnings.map(text => `<p class="note" role="note">${escaped(text)}</p>`).join('\n')}
</header>
<main>
${objectives.map(objectiveSection).join('\n')}
</main>
</body>
</html>
`;
}

function objectiveSection(objective: ObjectiveReport): string {
  const { name, promise, description, targets } = objective;
  const body =
    targets.length === 0
      ? '<p>Nothing was seen.</p>'
      : `${summaryTable(objective)}\n<div class="targets">\n${targets
          .map(target => targetCard(objective, target))
          .join('\n')}\n</div>`;
  return `<section>
<h2>${escaped(name)}</h2>
<p class="promise">${escaped(promise)}.${description === '' ? '' : ` ${escaped(description)}`}</p>
${body}
</section>`;
}

function summaryTable(objective: ObjectiveReport): string {
  const columns = columnsOf(objective);
  const head = columns
    .map(
      ({ head: text, title, align }) =>
        `<th scope="col" class="${align}" title="${escaped(title)}">${escaped(text)}</th>`
    )
    .join('');
  const rows = objective.targets.map(target => {
    const cells = columns.map(({ head: text, align, cell }) => {
      if (text === 'target') {
        const name = escaped(cell(target)).replaceAll('/', '/<wbr>');
        return `<th scope="row">${name}</th>`;
      }
      const shown =
        text === 'status' ? badge(target.status) : escaped(cell(target));
      return `<td class="${align}">${shown}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(objective.name)} over the window"><table>
<caption>Over the window</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
}

function targetCard(objective: ObjectiveReport, target: TargetReport): string {
  const { status, reason, errors, worstHour } = target;
  return `<article>
<h3>${escaped(targetName(target))} ${badge(status)}</h3>
<p>${escaped(reason)}</p>
${budgetBar(target, objective.unit)}
${historyChart(objective, target)}
${
  worstHour === undefined
    ? ''
    : `<p>Worst hour: <time datetime="${worstHour.at}">${moment(worstHour.at)}</time>, ${percent(worstHour.errorRatio, 2)} bad.</p>`
}
${
  errors.length === 0
    ? ''
    : `<table><caption>Errors</caption><thead><tr><th scope="col">type</th><th scope="col">class</th><th scope="col" class="right">calls</th></tr></thead><tbody>${errors
        .map(
          ({ errorType, errorClass, count: times }) =>
            `<tr><th scope="row">${escaped(errorType)}</th><td>${errorClass}</td><td class="right">${count(times)}</td></tr>`
        )
        .join('')}</tbody></table>`
}
</article>`;
}

/** What of the budget is spent. A bar that is over has a mark where the budget ended. */
function budgetBar(
  { budget }: TargetReport,
  unit: ObjectiveReport['unit']
): string {
  const { allowed, spent, used } = budget;
  const width = Math.min(100, Math.max(0, 100 * used));
  const level = used >= 1 ? 'over' : used > 0.75 ? 'most' : 'some';
  const end =
    used > 1
      ? `<div class="end" style="left:${(100 / used).toFixed(1)}%"></div>`
      : '';
  return `<div class="budget"><div class="track" aria-hidden="true"><div class="fill ${level}" style="width:${width.toFixed(1)}%"></div>${end}</div><span>${percent(used, 1)} of the budget: ${count(spent)} of ${count(allowed)} ${unit}</span></div>`;
}

function badge(status: Status): string {
  return `<span class="badge ${status}">${status}</span>`;
}
