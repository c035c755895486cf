// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { loadObjectives } from '../../slo/objectives/objective-file.ts';
import { promiseOf } from '../../slo/objectives/promise.ts';
import { dataWarnings } from '../../slo/report/data-warnings.ts';
import { printable } from '../../slo/report/formats/printable.ts';
import { EXIT, FILE, text, type Command } from '../command.ts';
import { HEADER, prometheusOf } from '../prometheus-options.ts';

export const sloCheck: Command = {
  name: 'slo check',
  summary: 'Reads the objectives, and says what they promise or what is wrong',
  options: {
    file: FILE,
    prometheus: {
      type: 'string',
      value: 'URL',
      help: 'also asks this Prometheus what counts twice or is not seen',
    },
    header: HEADER,
  },
  async run(values, { out }) {
    const loaded = loadObjectives(text(values, 'file'));
    const { service, window, objectives } = loaded;
    const width = Math.max(...objectives.map(({ name }) => name.length));
    out(`${service}, in any ${window}:\n`);
    for (const objective of objectives) {
      out(`  ${objective.name.padEnd(width)}  ${promiseOf(objective)}\n`);
    }
    if (text(values, 'prometheus') === '') return EXIT.ok;
    const { prometheus } = prometheusOf(values, new Date());
    for (const warning of await dataWarnings(loaded, prometheus)) {
      out(`! ${printable(warning)}\n`);
    }
    return EXIT.ok;
  },
};
