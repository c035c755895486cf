// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { loadObjectives } from '../../slo/objectives/objective-file.ts';
import { MONTH } from '../../slo/objectives/windows.ts';
import { promiseOf } from '../../slo/objectives/promise.ts';
import { dataWarnings } from '../../slo/report/data-warnings.ts';
import { printable } from '../../slo/report/formats/printable.ts';
import { EXIT, FILE, text, type Command } from '../command.ts';
import { HEADER, prometheusOf } from '../prometheus-options.ts';
import { objectiveWarnings } from '../../config/provider-names.ts';
import { selectorWarnings } from './selector-warnings.ts';

export const sloCheck: Command = {
  name: 'slo check',
  summary: 'Checks the objectives and prints each of them as a sentence',
  options: {
    file: FILE,
    prometheus: {
      type: 'string',
      value: 'URL',
      help: 'also report which calls this Prometheus counts twice or misses',
    },
    header: HEADER,
  },
  async run(values, { out, environment }) {
    const loaded = loadObjectives(text(values, 'file'));
    const { service, window, objectives } = loaded;
    const width = Math.max(...objectives.map(({ name }) => name.length));
    out(
      `${service}, in ${window === MONTH ? 'each calendar month' : `any ${window}`}:\n`
    );
    for (const objective of objectives) {
      out(`  ${objective.name.padEnd(width)}  ${promiseOf(objective)}\n`);
    }
    for (const warning of [
      ...objectiveWarnings(loaded, environment),
      ...selectorWarnings(loaded),
    ]) {
      out(`! ${printable(warning)}\n`);
    }
    if (text(values, 'prometheus') === '') return EXIT.ok;
    const now = new Date();
    const { prometheus } = prometheusOf(values, now);
    for (const warning of await dataWarnings(loaded, prometheus, now)) {
      out(`! ${printable(warning)}\n`);
    }
    return EXIT.ok;
  },
};
