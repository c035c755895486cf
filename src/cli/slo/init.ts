// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';
import { parseObjectives } from '../../slo/objectives/objective-file.ts';
import { EXIT, FILE, text, UsageError, type Command } from '../command.ts';
import { SAMPLE_OBJECTIVES, sampleFor } from './sample-objectives.ts';

export const sloInit: Command = {
  name: 'slo init',
  summary: 'Writes a commented objective file to start from',
  options: {
    file: FILE,
    service: {
      type: 'string',
      value: 'NAME',
      help: 'name of the service, which is also the job in Prometheus that its rules read',
    },
    force: { type: 'boolean', help: 'overwrite an existing file' },
  },
  run(values, { out }) {
    const file = text(values, 'file');
    const service = text(values, 'service');
    const sample = service === '' ? SAMPLE_OBJECTIVES : sampleFor(service);
    parseObjectives(sample);
    try {
      writeFileSync(file, sample, {
        flag: values['force'] === true ? 'w' : 'wx',
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new UsageError(`${file} exists; --force overwrites it`);
    }
    out(`${file}: written. Edit it, then run: otel-genai slo rules\n`);
    out(
      service === ''
        ? '! Set prometheus.selector if other applications share your Prometheus\n'
        : `The rules read job="${service}" of Prometheus; change prometheus.selector if your job has another name\n`
    );
    return EXIT.ok;
  },
};
