// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { dashboardsOf } from '../../slo/dashboards/dashboards.ts';
import { loadObjectives } from '../../slo/objectives/objective-file.ts';
import { EXIT, FILE, OUT, text, type Command } from '../command.ts';
import { jsonFile, writeGenerated } from '../generated-files.ts';

export const sloDashboards: Command = {
  name: 'slo dashboards',
  summary: 'Generates Grafana dashboards that read the recorded series',
  options: { file: FILE, out: OUT },
  run(values, { out }) {
    const file = text(values, 'file');
    const folder = join(text(values, 'out'), 'dashboards');
    const files = new Map(
      Object.entries(dashboardsOf(loadObjectives(file))).map(
        ([name, dashboard]) => [name, jsonFile(file, dashboard)]
      )
    );
    const stale = writeGenerated(folder, '.json', files);
    out(`${folder}: ${files.size} files\n`);
    for (const name of stale) out(`${join(folder, name)}: removed\n`);
    out('Add this folder to Grafana as a dashboard provider.\n');
    return EXIT.ok;
  },
};
