// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { EXPORTS } from '../../slo/export/exports.ts';
import { loadObjectives } from '../../slo/objectives/objective-file.ts';
import { EXIT, FILE, text, type Command } from '../command.ts';
import { writeOwn, yamlFile } from '../generated-files.ts';

type Format = keyof typeof EXPORTS;

export const sloExport: Command = {
  name: 'slo export',
  summary: 'Writes the objectives in the format of Sloth, Pyrra or OpenSLO',
  options: {
    file: FILE,
    format: {
      type: 'string',
      value: 'FORMAT',
      allowed: Object.keys(EXPORTS),
      default: 'openslo',
      help: 'the target format',
    },
    output: {
      type: 'string',
      value: 'FILE',
      help: 'write to a file instead of standard output',
    },
  },
  run(values, { out, error }) {
    const file = text(values, 'file');
    const output = text(values, 'output');
    const objectives = loadObjectives(file);
    const format = text(values, 'format') as Format;
    const { documents, left, altered } = EXPORTS[format](objectives);
    const yaml = yamlFile(file, ...documents);
    if (output === '') out(yaml);
    else writeOwn(output, yaml);
    // On standard error, so that a pipe gets the file alone.
    for (const { name, why } of left)
      error(`${name}: is not exported: ${why}\n`);
    for (const { name, why } of altered) error(`${name}: ${why}\n`);
    return EXIT.ok;
  },
};
