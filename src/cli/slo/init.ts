// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';
import { EXIT, FILE, text, UsageError, type Command } from '../command.ts';
import { SAMPLE_OBJECTIVES } from './sample-objectives.ts';

export const sloInit: Command = {
  name: 'slo init',
  summary: 'Writes a commented objective file to start from',
  options: {
    file: FILE,
    force: { type: 'boolean', help: 'overwrite an existing file' },
  },
  run(values, { out }) {
    const file = text(values, 'file');
    try {
      writeFileSync(file, SAMPLE_OBJECTIVES, {
        flag: values['force'] === true ? 'w' : 'wx',
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new UsageError(`${file} exists; --force overwrites it`);
    }
    out(`${file}: written. Edit it, then run: otel-genai slo rules\n`);
    out(
      '! Set prometheus.selector where other applications share your Prometheus\n'
    );
    return EXIT.ok;
  },
};
