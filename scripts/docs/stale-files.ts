// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folders in which nothing is written by hand. */
const MADE = [
  'slo/rules',
  'slo/tests',
  'slo/dashboards',
  'examples/otel/grafana/dashboards',
];

/** What is there of an earlier time: a rule that nothing makes any more would be read by Prometheus all the same. */
export function staleFiles(made: ReadonlyMap<string, string>): string[] {
  return MADE.flatMap(name => {
    const folder = fileURLToPath(new URL(`../../${name}`, import.meta.url));
    return readdirSync(folder).map(file => join(folder, file));
  }).filter(file => !made.has(file));
}
