// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { loadObjectives } from '../../slo/objectives/objective-file.ts';
import { promiseOf } from '../../slo/objectives/promise.ts';
import { EXIT, FILE, text, type Command } from '../command.ts';

export const sloCheck: Command = {
  name: 'slo check',
  summary: 'Reads the objectives, and says what they promise or what is wrong',
  options: { file: FILE },
  run(values, { out }) {
    const { service, window, objectives } = loadObjectives(
      text(values, 'file')
    );
    const width = Math.max(...objectives.map(({ name }) => name.length));
    out(`${service}, in any ${window}:\n`);
    for (const objective of objectives) {
      out(`  ${objective.name.padEnd(width)}  ${promiseOf(objective)}\n`);
    }
    return EXIT.ok;
  },
};
