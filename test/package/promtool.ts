// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../../', import.meta.url).pathname;

/** Runs promtool on a file or on what is given; skips the test where there is no promtool. */
export function promtool(
  test: Mocha.Context,
  args: string[],
  content: unknown,
  path?: string
): void {
  const folder = mkdtempSync(join(tmpdir(), 'promtool-'));
  try {
    const file = path === undefined ? join(folder, 'file.yml') : root + path;
    // JSON is YAML.
    if (path === undefined) writeFileSync(file, JSON.stringify(content));
    const { error, status, stdout, stderr } = spawnSync(
      'promtool',
      [...args, file],
      { encoding: 'utf8' }
    );
    if (error !== undefined) test.skip();
    assert.equal(status, 0, stdout + stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
