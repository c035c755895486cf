// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { install } from './install.mjs';

/** Runs `otel-genai slo report` of the installed package, on a file of objectives and the Prometheus at `url`. */
export async function runReport(file, url, ...words) {
  const { folder } = await install();
  return spawnSync(
    join(folder, 'node_modules', '.bin', 'otel-genai'),
    ['slo', 'report', '--file', file, '--prometheus', url, ...words],
    { encoding: 'utf8' }
  );
}
