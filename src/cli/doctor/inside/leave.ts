// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sighting } from '../sighting.ts';

/** Leaves a sighting in the doctor's folder; whole or not at all. */
export function leave(folder: string, sighting: Sighting): void {
  const path = join(folder, `${process.pid}.json`);
  writeFileSync(`${path}.part`, JSON.stringify(sighting), { mode: 0o600 });
  renameSync(`${path}.part`, path);
}
