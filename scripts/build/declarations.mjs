// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Writes the declarations of dist/ with tsc, which checks the types as well.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { ENTRIES } from './bundles.mjs';
import { root } from './plugins.mjs';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

export function writeDeclarations(folder) {
  const { status } = spawnSync(
    process.execPath,
    [tsc, '-p', join(root, 'tsconfig.declarations.json'), '--outDir', folder],
    { cwd: root, stdio: 'inherit' }
  );
  if (status !== 0) throw new Error('tsc found errors');
  removeUnreachable(folder);
}

/** Removes declarations that no entry leads to: a user's compiler never reads them. */
function removeUnreachable(folder) {
  const reached = new Set();
  const visit = file => {
    if (reached.has(file)) return;
    reached.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, path] of text.matchAll(
      /(?:from |import\()['"](\..+?)['"]/g
    )) {
      visit(resolve(dirname(file), path.replace(/\.[jt]s$/, '.d.ts')));
    }
  };
  for (const entry of [...ENTRIES, 'register']) {
    visit(join(folder, `${entry}.d.ts`));
  }
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = join(folder, name);
    if (name.endsWith('.d.ts') && !reached.has(file)) rmSync(file);
  }
}
