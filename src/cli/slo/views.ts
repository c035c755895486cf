// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { loadObjectives } from '../../slo/objectives/objective-file.ts';
import { viewBlock } from '../../slo/sli/view-block.ts';
import { EXIT, FILE, text, type Command } from '../command.ts';
import { yamlFile } from '../generated-files.ts';

export const sloViews: Command = {
  name: 'slo views',
  summary:
    'Prints the bucket boundaries as views for a declarative configuration file',
  options: { file: FILE },
  run(values, { out }) {
    const file = text(values, 'file');
    out(yamlFile(file, viewBlock(loadObjectives(file))));
    return EXIT.ok;
  },
};
