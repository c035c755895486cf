// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The tables of each page, by the names of their markers.
import { CHINESE, ENGLISH } from './alert-words.ts';
import { apiEntries } from './api-entries.ts';
import { attributeRows } from './attribute-rows.ts';
import { commandEntries } from './command-entries.ts';
import { boundaryRows, metricRows } from './metric-rows.ts';
import { optionRows } from './option-rows.ts';
import { providerRows, usualPaths } from './provider-rows.ts';
import {
  knownHostRows,
  socketRows,
  unknownHostRows,
  usualRows,
} from './recognition-rows.ts';
import { alertRows, classRows } from './slo-tables.ts';

type Tables = Readonly<Record<string, () => string>>;

/** A table in code is the one source; a page repeats it between its markers. */
export const PAGES: Readonly<Record<string, Tables>> = {
  'docs/reference/options.md': {
    options: () =>
      table(['option', 'environment', 'default', 'meaning'], optionRows()),
  },
  'docs/reference/attributes.md': {
    attributes: () =>
      table(['attribute', 'example', 'from', 'on metrics'], attributeRows()),
  },
  'docs/reference/metrics.md': {
    metrics: () =>
      table(
        [
          'metric',
          'kind',
          'unit',
          'on the page of the process',
          'by the Collector',
        ],
        metricRows()
      ),
    boundaries: () => table(['metrics', 'bucket boundaries'], boundaryRows()),
  },
  'docs/reference/providers.md': {
    providers: () =>
      table(['`gen_ai.provider.name`', 'hosts', 'APIs'], providerRows()),
    usualApis: () => `The usual ones: ${usualPaths()}`,
  },
  'docs/reference/recognition.md': {
    unknownHosts: () =>
      table(['path', 'behind', 'the body has', 'seen as'], unknownHostRows()),
    usual: () => table(['path', 'seen as'], usualRows()),
    sockets: () => table(['path', 'behind', 'seen as'], socketRows()),
    knownHosts: () => table(['provider', 'path', 'seen as'], knownHostRows()),
  },
  'docs/reference/cli.md': { commands: commandEntries },
  'docs/reference/api.md': {
    main: () => apiEntries('src/index.ts'),
    slo: () => apiEntries('src/slo/index.ts'),
  },
  'docs/slo.md': {
    errorClasses: () =>
      table(
        ['class', '`error.type`', 'availability', 'error rate'],
        classRows(ENGLISH)
      ),
    alerts: () =>
      table(['alert', 'severity', 'fires when'], alertRows(ENGLISH)),
  },
  'docs/slo.zh-CN.md': {
    errorClasses: () =>
      table(['类别', '`error.type`', '可用性', '错误率'], classRows(CHINESE)),
    alerts: () => table(['告警', '级别', '触发条件'], alertRows(CHINESE)),
  },
};

/**
 * The text of a page with each table put between its markers.
 *
 * @throws where a marker is missing, or nothing makes the table that a marker asks for.
 */
export function withTables(text: string, page: string): string {
  const tables = PAGES[page] ?? {};
  let result = text;
  for (const [name, make] of Object.entries(tables)) {
    const begin = `<!-- generated:${name} -->\n`;
    const end = `<!-- /generated:${name} -->`;
    const from = result.indexOf(begin);
    const to = result.indexOf(end, from);
    if (from === -1 || to === -1) {
      throw new Error(`${page} has no markers "generated:${name}"`);
    }
    result = `${result.slice(0, from + begin.length)}${make()}\n${result.slice(to)}`;
  }
  const known = /<!-- generated:(\w+) -->/g;
  for (const [, name] of result.matchAll(known)) {
    if (!Object.hasOwn(tables, name!)) {
      throw new Error(`${page} asks for a table that nothing makes: ${name}`);
    }
  }
  return result;
}

function table(head: string[], body: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map(() => '---')),
    ...body.map(cells => line(cells.map(cell => cell.replaceAll('|', '\\|')))),
  ].join('\n');
}
