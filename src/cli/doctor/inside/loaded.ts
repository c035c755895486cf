// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PackageCopy } from '../sighting.ts';

/** Paths of all scripts that this process has loaded, CommonJS and ES modules: V8 lists them when a debugger attaches. */
export function loadedScripts(): readonly string[] {
  const paths = new Set<string>();
  const session = new Session();
  try {
    session.connect();
    session.on('Debugger.scriptParsed', ({ params: { url } }) => {
      const path = pathOf(url);
      if (path !== undefined) paths.add(path);
    });
    session.post('Debugger.enable');
    session.post('Debugger.disable');
  } catch {
    // The application uses the debugger itself, or there is none: no script is known to be loaded.
  } finally {
    session.disconnect();
  }
  return [...paths];
}

function pathOf(url: string): string | undefined {
  if (url.startsWith('/') || /^[a-z]:[\\/]/i.test(url)) return url;
  if (!url.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** The copies of a package among scripts: one for each folder that it is installed in. */
export function copiesOf(
  name: string,
  scripts: readonly string[]
): readonly PackageCopy[] {
  const folders = new Set(scripts.flatMap(path => folderOf(name, path) ?? []));
  return [...folders].map(folder => ({ folder, version: versionIn(folder) }));
}

/** The folder of the package that contains a path, if it is this package. */
export function folderOf(name: string, path: string): string | undefined {
  const parts = path.split(/[\\/]/);
  const words = ['node_modules', ...name.split('/')];
  const at = parts.findLastIndex((_, index) =>
    words.every((word, offset) => parts[index + offset] === word)
  );
  return at === -1 || parts.lastIndexOf('node_modules') !== at
    ? undefined
    : parts.slice(0, at + words.length).join('/');
}

function versionIn(folder: string): string {
  try {
    const { version } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8')
    ) as { version?: string };
    return version ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
