// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(root, 'node_modules');

/** The version of the API that the package itself loads. */
export const API_VERSION = (
  JSON.parse(
    readFileSync(join(modules, '@opentelemetry/api/package.json'), 'utf8')
  ) as { version: string }
).version;

const made = new Map<string, string>();

/**
 * A folder with the applications of the tests and copies of OpenTelemetry's packages, as an image of a fleet or a
 * monorepo has them. Its copy of the API says that it is of `version`.
 */
export function otherFolder(version: string): string {
  const known = made.get(version);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'genai-other-'));
  made.set(version, folder);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const own = join(folder, 'node_modules');
  mkdirSync(own);
  for (const name of readdirSync(modules)) {
    if (name === '@opentelemetry' || name.startsWith('.')) continue;
    symlinkSync(join(modules, name), join(own, name), 'junction');
  }
  symlinkSync(
    root,
    join(own, 'opentelemetry-instrumentation-genai'),
    'junction'
  );
  cpSync(join(modules, '@opentelemetry'), join(own, '@opentelemetry'), {
    recursive: true,
    filter: path => !/\.(?:map|d\.[cm]?ts)$/.test(path),
  });
  cpSync(join(root, 'test/fixtures/apps'), join(folder, 'apps'), {
    recursive: true,
  });
  if (version !== API_VERSION)
    relabel(join(own, '@opentelemetry/api'), API_VERSION, version);
  return folder;
}

/** Makes a copy of a package say that it is of the version `to`. */
export function relabel(folder: string, from: string, to: string): void {
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    if (!/(?:\.[cm]?js|package\.json)$/.test(name)) continue;
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    const changed = text.replaceAll(from, to);
    if (changed !== text) writeFileSync(file, changed);
  }
}
