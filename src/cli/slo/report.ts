// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';
import { loadObjectives } from '../../slo/objectives/objective-file.ts';
import { collectReport } from '../../slo/report/collect.ts';
import { htmlReport } from '../../slo/report/formats/html.ts';
import { markdownReport } from '../../slo/report/formats/markdown.ts';
import { STATUSES, type Report, type Status } from '../../slo/report/report.ts';
import { tableReport } from '../../slo/report/formats/table.ts';
import {
  EXIT,
  FILE,
  text,
  UsageError,
  type Command,
  type Io,
} from '../command.ts';
import { prometheusAt } from '../prometheus-api.ts';

/** From which status on the exit code says that the objectives are missed. */
const GATES = ['warning', 'critical', 'exhausted', 'never'] as const;

const FORMATS: Readonly<Record<string, (report: Report, io: Io) => string>> = {
  table: (report, io) =>
    tableReport(report, { color: hasColor(io), width: io.columns ?? 120 }),
  json: report => `${JSON.stringify(report, null, 2)}\n`,
  markdown: markdownReport,
  html: htmlReport,
};

export const sloReport: Command = {
  name: 'slo report',
  summary:
    'Asks Prometheus how the objectives stand. Exit code 2: a budget is spent or burning fast',
  options: {
    file: FILE,
    prometheus: {
      type: 'string',
      default: 'http://127.0.0.1:9090',
      value: 'URL',
      help: 'Prometheus, or what speaks its API; user:password@ and a path are welcome',
    },
    header: {
      type: 'string',
      value: "'NAME: VALUE'",
      help: 'a header of every request, as in Authorization: Bearer …',
    },
    format: {
      type: 'string',
      default: 'table',
      value: 'FORMAT',
      allowed: Object.keys(FORMATS),
      help: 'how it is said',
    },
    output: { type: 'string', value: 'FILE', help: 'write it to a file' },
    time: {
      type: 'string',
      value: 'TIME',
      help: 'the moment that it is about, as in 2026-11-26T10:00:00Z; now',
    },
    gate: {
      type: 'string',
      default: 'critical',
      value: 'STATUS',
      allowed: GATES,
      help: 'exit code 2 from this status on',
    },
  },
  async run(values, io) {
    const objectives = loadObjectives(text(values, 'file'));
    const url = urlOf(text(values, 'prometheus'));
    const at = momentOf(text(values, 'time'));
    const source = new URL(url);
    source.username = source.password = '';
    const total = objectives.objectives.length;
    const report = await collectReport(
      objectives,
      prometheusAt(url, at, headerOf(text(values, 'header'))),
      {
        at,
        source: source.href,
        progress: (name, index) =>
          io.progress?.(`${name} (${index + 1} of ${total})`),
      }
    ).finally(() => io.progress?.(''));
    const format = FORMATS[text(values, 'format')] ?? markdownReport;
    const output = text(values, 'output');
    if (output === '') io.out(format(report, io));
    else writeFileSync(output, format(report, { ...io, columns: undefined }));
    return isMissed(report.status, text(values, 'gate'))
      ? EXIT.missed
      : EXIT.ok;
  },
};

/** https://no-color.org, and https://force-color.org */
function hasColor({ columns, environment }: Io): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return columns !== undefined && environment['TERM'] !== 'dumb';
}

function isMissed(status: Status, gate: string): boolean {
  const from = STATUSES.indexOf(gate as Status);
  return from !== -1 && STATUSES.indexOf(status) >= from;
}

function urlOf(given: string): URL {
  const url = tryUrl(given);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UsageError(
    `--prometheus: ${JSON.stringify(given)} was given; allowed: a URL, as in http://127.0.0.1:9090`
  );
}

function tryUrl(given: string): URL | undefined {
  try {
    return new URL(given);
  } catch {
    return undefined;
  }
}

function momentOf(given: string): Date {
  const at = given === '' ? new Date() : new Date(given);
  if (Number.isFinite(at.getTime())) return at;
  throw new UsageError(
    `--time: ${JSON.stringify(given)} was given; allowed: a moment, as in 2026-11-26T10:00:00Z`
  );
}

function headerOf(given: string): Record<string, string> {
  if (given === '') return {};
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+): *(.*)$/.exec(given) ?? [];
  if (name !== undefined && value !== undefined) return { [name]: value };
  throw new UsageError(
    "--header: what was given is no header; allowed: 'NAME: VALUE'"
  );
}
