// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';
import type { Objectives } from '../../slo/objectives/objective.ts';
import { loadObjectives } from '../../slo/objectives/objective-file.ts';
import { collectReport } from '../../slo/report/collect.ts';
import { htmlReport } from '../../slo/report/formats/html.ts';
import { markdownReport } from '../../slo/report/formats/markdown.ts';
import { STATES, stopsOf, type State } from '../../slo/report/judge/gate.ts';
import { printable } from '../../slo/report/formats/printable.ts';
import type { Report } from '../../slo/report/report.ts';
import { tableReport } from '../../slo/report/formats/table.ts';
import {
  EXIT,
  FILE,
  text,
  UsageError,
  type Command,
  type Io,
} from '../command.ts';
import { HEADER, prometheusOf } from '../prometheus-options.ts';

/** Words in place of a list: nothing may pass, or everything. */
const GATE_WORDS: Readonly<Record<string, readonly State[]>> = {
  none: [],
  never: STATES,
};

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
    'Asks Prometheus for the state of the objectives. Exit code 2: a budget is spent or burning fast, or there is no data',
  options: {
    file: FILE,
    prometheus: {
      type: 'string',
      default: 'http://127.0.0.1:9090',
      value: 'URL',
      help: 'Prometheus, or a server with the same API; the URL may contain user:password@ and a path',
    },
    header: HEADER,
    format: {
      type: 'string',
      default: 'table',
      value: 'FORMAT',
      allowed: Object.keys(FORMATS),
      help: 'format of the report',
    },
    output: {
      type: 'string',
      value: 'FILE',
      help: 'write to a file instead of standard output',
    },
    time: {
      type: 'string',
      value: 'TIME',
      help: 'end of the window, as in 2026-11-26T10:00:00Z; the default is now',
    },
    objective: {
      type: 'string',
      value: 'NAMES',
      help: 'only these objectives, separated by commas; the default is all',
    },
    gate: {
      type: 'string',
      default: 'warning',
      value: 'STATES',
      help: `states that may pass without exit code 2, separated by commas: ${STATES.join(', ')}; none: every objective must be healthy; never: the exit code is 0`,
    },
  },
  async run(values, io) {
    const objectives = chosen(
      loadObjectives(text(values, 'file')),
      listed(text(values, 'objective'))
    );
    const mayPass = gateOf(text(values, 'gate'));
    const at = momentOf(text(values, 'time'));
    const { prometheus, source } = prometheusOf(values, at);
    const total = objectives.objectives.length;
    const report = await collectReport(objectives, prometheus, {
      at,
      source,
      progress: (name, index) =>
        io.progress?.(`${name} (${index + 1} of ${total})`),
    }).finally(() => io.progress?.(''));
    const format = FORMATS[text(values, 'format')] ?? markdownReport;
    const output = text(values, 'output');
    if (output === '') io.out(format(report, io));
    else writeFileSync(output, format(report, { ...io, columns: undefined }));
    const stops = stopsOf(report, mayPass).map(printable);
    if (stops.length === 0) return EXIT.ok;
    io.error(stops.map(stop => `gate: ${stop}\n`).join(''));
    return EXIT.missed;
  },
};

function listed(words: string): string[] {
  return words
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');
}

function chosen(all: Objectives, names: readonly string[]): Objectives {
  if (names.length === 0) return all;
  const known = all.objectives.map(({ name }) => name);
  const unknown = names.filter(name => !known.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(
      `--objective: ${JSON.stringify(unknown.join(', '))} was given; the file has: ${known.join(', ')}`
    );
  }
  return {
    ...all,
    objectives: all.objectives.filter(({ name }) => names.includes(name)),
  };
}

function gateOf(given: string): ReadonlySet<State> {
  const words = listed(given);
  const [only = ''] = words;
  const word = words.length === 1 ? GATE_WORDS[only] : undefined;
  if (word !== undefined) return new Set(word);
  const unknown = words.filter(name => !STATES.includes(name as State));
  if (words.length > 0 && unknown.length === 0) {
    return new Set(words as State[]);
  }
  throw new UsageError(
    `--gate: ${JSON.stringify(given)} was given; allowed: states that may pass (${STATES.join(', ')}), or none, or never`
  );
}

/** https://no-color.org, and https://force-color.org */
function hasColor({ columns, environment }: Io): boolean {
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return columns !== undefined && environment['TERM'] !== 'dumb';
}

function momentOf(given: string): Date {
  const at = given === '' ? new Date() : new Date(given);
  if (Number.isFinite(at.getTime())) return at;
  throw new UsageError(
    `--time: ${JSON.stringify(given)} was given; allowed: a time, as in 2026-11-26T10:00:00Z`
  );
}
