// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Writes the code of dist/: the files of the library, `register`, the command line, and the files that users import.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import {
  fromLibrary,
  late,
  libraryOf,
  root,
  TARGET,
  withoutComments,
} from './plugins.mjs';

/** Modules that users import, by files of the same name. */
export const ENTRIES = ['index', 'slo/index'];

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: TARGET,
  packages: 'external',
  // V8 compiles a file of one-byte characters faster.
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
};

/** Builds everything that runs. A file comes before those that it takes modules from, which must have these. */
export async function buildCode(cjs, esm) {
  const taken = { generators: new Set(), library: new Set() };
  for (const entry of ENTRIES) taken[libraryOf(entry)].add(entry);
  await buildRegister(cjs, taken);
  await buildCommandLine(esm, taken);
  await buildLibrary(
    cjs,
    'generators',
    [...taken.generators],
    [fromLibrary('.', name => libraryOf(name) === 'library', taken)]
  );
  await buildLibrary(
    cjs,
    'library',
    [...taken.library],
    [fromLibrary('.', refuseGenerators, taken), late]
  );
  writeFileSync(join(cjs, 'package.json'), '{"type":"commonjs"}\n');
  requireInTry(join(cjs, 'library.js'));
  for (const entry of ENTRIES) writeEntry(cjs, entry);
}

/** Keeps applications from loading the generators. */
function refuseGenerators(name) {
  if (libraryOf(name) === 'library') return false;
  throw new Error(`${name} is imported by a module that applications load`);
}

/**
 * @param library The name of the file.
 * @param modules The modules of it that other files of dist/ use. The file has a function for each, which runs the
 * module, with what it imports, when it is called first.
 * @param plugins Where it takes modules from that are not its own.
 */
async function buildLibrary(folder, library, modules, plugins) {
  const outfile = join(folder, `${library}.js`);
  const parts = modules.map(
    name => `exports['${name}'] = () => require('./${name}.ts');`
  );
  await build({
    ...common,
    stdin: {
      contents: parts.join('\n'),
      resolveDir: join(root, 'src'),
      sourcefile: `${library}.js`,
    },
    outfile,
    format: 'cjs',
    define: { 'import.meta.url': '__filename' },
    plugins: [...plugins, withoutComments],
  });
}

/**
 * Builds `register` and its setup of the SDK. They are files of their own: `register` can say what is missing where the
 * library does not load, and bundlers of an application that imports the library find none of the packages that only
 * the setup requires.
 */
async function buildRegister(folder, taken) {
  const bundle = (entry, plugins) =>
    build({
      ...common,
      entryPoints: [join(root, 'src', `${entry}.ts`)],
      outfile: join(folder, `${entry}.js`),
      format: 'cjs',
      external: ['./setup/setup.js'],
      plugins: [...plugins, withoutComments],
    });
  await bundle('register', []);
  await bundle('setup/setup', [
    fromLibrary('..', name => !name.startsWith('setup/'), taken),
  ]);
}

/**
 * Builds the command line, and the file that the doctor loads into an application. That one takes nothing from the
 * library: the doctor looks whether the application has loaded it.
 */
async function buildCommandLine(folder, taken) {
  const isOfLibrary = name => !/^(?:cli|setup)\//.test(name);
  const bundle = (entry, plugins) =>
    build({
      ...common,
      entryPoints: [join(root, 'src/cli', `${entry}.ts`)],
      outfile: join(folder, 'cli', `${entry}.js`),
      format: 'esm',
      banner: {
        js: "import { createRequire as requireOf } from 'node:module';\nconst require = requireOf(import.meta.url);",
      },
      plugins: [...plugins, withoutComments],
    });
  await bundle('main', [fromLibrary('../../cjs', isOfLibrary, taken)]);
  await bundle('doctor/inside/preload', []);
}

/**
 * Loads an optional peer by a `require` that stands in its `try` block itself. webpack and Turbopack refuse to build an
 * application that has not installed the peer otherwise.
 */
function requireInTry(file) {
  const text = readFileSync(file, 'utf8');
  const plain = text.replace(
    /await import\((['"]@pydantic\/genai-prices['"])\)/,
    'require($1)'
  );
  if (plain === text) throw new Error(`${file} has no import() to replace`);
  writeFileSync(file, plain);
}

/**
 * Writes the files that users require and import for one module. An application of both module kinds shares one copy of
 * the library, and so its state.
 */
function writeEntry(folder, entry) {
  const up = '../'.repeat(entry.split('/').length - 1);
  const library = `${libraryOf(entry)}.js`;
  const modules = createRequire(import.meta.url)(join(folder, library));
  const names = Object.keys(modules[entry]()).join(', ');
  const cjs = join(folder, `${entry}.js`);
  mkdirSync(dirname(cjs), { recursive: true });
  // ES modules find the names by the last line, which never runs.
  writeFileSync(
    cjs,
    `'use strict';
module.exports = require('${up || './'}${library}')['${entry}']();
0 && (module.exports = { ${names} });
`
  );
  const esm = join(folder, '..', 'esm', entry);
  const shared = `'../${up}cjs/${entry}.js'`;
  mkdirSync(dirname(esm), { recursive: true });
  writeFileSync(`${esm}.js`, `export { ${names} } from ${shared};\n`);
  writeFileSync(`${esm}.d.ts`, `export * from ${shared};\n`);
}
