// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { burnDownChart } from './chart.ts';
import { columnsOf } from './columns.ts';
import {
  consumersText,
  pagesNow,
  statesOf,
  statusOf,
  ticketsNow,
  WORDS,
} from './facts.ts';
import { escaped } from './markup.ts';
import { moment } from '../numbers.ts';
import { printable } from './printable.ts';
import type { ObjectiveReport, Report, Status } from '../report.ts';
import { STYLE } from './style.ts';
import { targetCard } from './target-card.ts';
import { targetName } from '../target-name.ts';

/** The report as one page that needs nothing else: no script, no font, no other file. */
export function htmlReport(given: Report): string {
  const report = printable(given);
  const { service, window, at, source, status, warnings, objectives, took } =
    report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(service)}: ${WORDS[status]}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(service)} ${badge(status)}</h1>
<p>${window} up to <time datetime="${at}">${moment(at)}</time>, from ${escaped(source)}; ${took.queries} queries in ${took.seconds} s</p>
<div class="states">
${objectives.map(stateTile).join('\n')}
</div>
${nowList(report)}
${warnings.map(text => `<p class="note" role="note">${escaped(text)}</p>`).join('\n')}
</header>
<main>
${budgetsSection(objectives)}
${objectives.map(objectiveSection).join('\n')}
</main>
</body>
</html>
`;
}

function stateTile(objective: ObjectiveReport): string {
  const status = statusOf(objective);
  const [worst = '', ...others] = statesOf(objective).split(', ');
  return `<div class="tile ${status}"><span class="what">${escaped(objective.name)}</span><strong>${escaped(worst)}</strong>${others.length === 0 ? '' : ` <span class="others">${escaped(others.join(', '))}</span>`}</div>`;
}

/** The burn-down of each budget, side by side. */
function budgetsSection(objectives: readonly ObjectiveReport[]): string {
  const charts = objectives.flatMap(({ name, targets }) =>
    targets.map(target =>
      burnDownChart(`${name}, ${targetName(target)}`, target)
    )
  );
  const drawn = charts.filter(chart => chart !== '');
  if (drawn.length === 0) return '';
  return `<section>
<h2>Error budget left over the window</h2>
<div class="budgets">
${drawn.join('\n')}
</div>
</section>`;
}

function nowList(report: Report): string {
  const pages = pagesNow(report);
  const tickets = ticketsNow(report);
  const list = (of: readonly string[]) =>
    `<ul>${of.map(text => `<li>${escaped(text)}</li>`).join('')}</ul>`;
  const paged =
    pages.length === 0
      ? '<p class="now good">Nothing pages now.</p>'
      : `<div class="now bad"><strong>Pages now</strong>${list(pages)}</div>`;
  return tickets.length === 0
    ? paged
    : `${paged}\n<div class="now"><strong>Tickets now</strong>${list(tickets)}</div>`;
}

function objectiveSection(objective: ObjectiveReport): string {
  const { name, promise, description, targets, noData } = objective;
  const consumers = consumersText(objective);
  const body =
    targets.length === 0
      ? `<p>No data: ${escaped(noData ?? 'nothing was recorded')}.</p>`
      : `${summaryTable(objective)}\n<div class="targets">\n${targets
          .map(target => targetCard(objective, target))
          .join('\n')}\n</div>`;
  return `<section>
<h2>${escaped(name)} ${badge(statusOf(objective))}</h2>
<p class="promise">${escaped(promise)}.${description === '' ? '' : ` ${escaped(description)}`}</p>
${consumers === '' ? '' : `<p>${escaped(consumers)}</p>`}
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
<caption>Over the window; the budget is that of the whole window at the observed traffic</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
}

function badge(status: Status): string {
  return `<span class="badge ${status}">${WORDS[status]}</span>`;
}
