// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Writes the code of dist/: the files of the library, `register`, the command line, and the files that users import.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import {
  fileOf,
  fromLibrary,
  importedAtStart,
  late,
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
  // Inlines constants: as variables of a module they cost a loop over bytes more than its work. Names stay as they are.
  minifySyntax: true,
  logLevel: 'warning',
};

/**
 * Builds everything that runs, with the library as three files, what starts (`library`), what the first call needs (`calls`),
 * and what is made of objectives (`generators`). A file comes before those that it takes modules from, which must have
 * these.
 */
export async function buildCode(cjs, esm) {
  const taken = {
    generators: new Set(),
    calls: new Set(),
    library: new Set(),
  };
  const atStart = await importedAtStart(['index', 'setup/setup'], taken);
  const from = (path, isTaken) => fromLibrary(path, isTaken, atStart, taken);
  for (const entry of ENTRIES) taken[fileOf(entry, atStart)].add(entry);
  await buildRegister(cjs, [
    late('..', taken),
    from('..', name => !name.startsWith('setup/')),
  ]);
  const isOfLibrary = name => !/^(?:cli|setup)\//.test(name);
  await buildCommandLine(esm, [from('../../cjs', isOfLibrary)]);
  for (const file of ['generators', 'calls', 'library']) {
    const others = from('.', name => fileOf(name, atStart) !== file);
    await buildLibrary(
      cjs,
      file,
      [...taken[file]],
      file === 'library' ? [late('.', taken)] : [others]
    );
  }
  writeFileSync(join(cjs, 'package.json'), '{"type":"commonjs"}\n');
  requireInTry(join(cjs, 'calls.js'));
  for (const entry of ENTRIES) writeEntry(cjs, entry, fileOf(entry, atStart));
}

/**
 * @param library The name of the file.
 * @param modules The modules of it that other files of dist/ use. The file has a function for each.
 * @param plugins Where it takes modules from that are not its own.
 */
async function buildLibrary(folder, library, modules, plugins) {
  const outfile = join(folder, `${library}.js`);
  const parts = modules.map(
    library === 'generators' ? whenFirstUsed : whenLoaded
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

/** Runs a module, with what it imports, when its function is called first: a process may need few of them. */
function whenFirstUsed(name) {
  return `exports['${name}'] = () => require('./${name}.ts');`;
}

/**
 * Runs all modules when the file is loaded. esbuild puts them into one scope and inlines their constants, so that the code
 * that runs for each call is as fast as its sources; it wraps modules that are required.
 */
function whenLoaded(name, index) {
  return `import * as module${index} from './${name}.ts';
const get${index} = () => module${index};
export { get${index} as '${name}' };`;
}

/**
 * Builds `register` and its setup of the SDK. They are files of their own: `register` can say what is missing where the
 * library does not load, and bundlers of an application that imports the library find none of the packages that only
 * the setup requires.
 */
async function buildRegister(folder, plugins) {
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
  await bundle('setup/setup', plugins);
}

/**
 * Builds the command line, and the file that the doctor loads into an application. That one takes nothing from the
 * library: the doctor looks whether the application has loaded it.
 */
async function buildCommandLine(folder, plugins) {
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
  await bundle('main', plugins);
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
function writeEntry(folder, entry, file) {
  const up = '../'.repeat(entry.split('/').length - 1);
  const library = `${file}.js`;
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
