// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../src/cli/run.ts';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** What `otel-genai` says to what is typed. */
export async function runCommand(
  typed: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  columns?: number
): Promise<Said> {
  let out = '';
  let error = '';
  const code = await run(typed, {
    out: text => (out += text),
    error: text => (error += text),
    environment,
    columns,
  });
  return { code, out, error };
}

/** Runs with a folder of its own, which is taken away afterwards. */
export async function inFolder(
  use: (path: (name: string) => string) => Promise<void>
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'genai-cli-'));
  try {
    await use(name => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
