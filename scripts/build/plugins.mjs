// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// What the bundles of dist/ have in common: where each module lies, and how it is changed on its way.
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const TARGET = 'node20.19';

const GENERATORS =
  /^slo\/(?:dashboards|export|report|rule-tests|rules|index)\b/;

/**
 * The file of the library that has a module, named by its path below src/.
 *
 * @param atStart The modules that a process loads to start: see {@link late}.
 */
export function fileOf(name, atStart) {
  if (atStart.has(name)) return 'library';
  return GENERATORS.test(name) ? 'generators' : 'calls';
}

/**
 * Functions that no process needs to start. Their modules, and what only those import, are a file of their own, which is
 * loaded when one of them is called first: compiling it takes as long as all the rest of ours.
 */
const LATE = {
  'cost/cost-option': ['pricerOf'],
  'config/provider-names': ['objectiveWarnings', 'variableWarnings'],
  'config/provider-option': ['defineProvider', 'providersOf'],
  'observe/observe': ['createObserver'],
  'observe/specimens': ['keepSpecimens'],
  'observe/turns/sockets': ['createSocketObserver'],
  'slo/objectives/objective-file': ['loadObjectives', 'parseObjectives'],
  'slo/objectives/resolve': ['defaultOperation', 'resolveObjectives'],
  'slo/sli/operation': ['addSliCounter', 'removeSliCounter'],
  'telemetry/metrics': ['createCallMetrics'],
  'telemetry/span': ['tracerFinder'],
  'wire/node-http2/stream': ['tapClientStream'],
  'wire/specimens': ['keepWireSpecimens'],
  'wire/web-socket/socket-tap': ['tapSocket'],
};

/**
 * Puts functions that load `calls.js` and call those of {@link LATE} in place of their modules.
 *
 * @param path From the bundle to the folder of the library.
 * @param taken Gets the names of the modules, by file.
 */
export function late(path, taken) {
  return {
    name: 'late',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir, namespace }) => {
        if (namespace === 'late') return { path, external: true };
        const name = sourceName(resolveDir, path);
        if (!(name in LATE)) return undefined;
        taken.calls.add(name);
        return { path: name, namespace: 'late' };
      });
      onLoad({ filter: /^/, namespace: 'late' }, ({ path: name }) => ({
        contents: [
          'let late;',
          ...LATE[name].map(
            fn =>
              `export const ${fn} = (...args) => (late ??= require('${path}/calls.js')['${name}']()).${fn}(...args);`
          ),
        ].join('\n'),
      }));
    },
  };
}

/**
 * The modules that `entries` import, and so on, but for those behind {@link LATE}.
 *
 * @param taken Gets the names of these, by file.
 */
export async function importedAtStart(entries, taken) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries.map(name => `src/${name}.ts`),
    bundle: true,
    platform: 'node',
    packages: 'external',
    format: 'cjs',
    define: { 'import.meta.url': '__filename' },
    outdir: 'unwritten',
    write: false,
    metafile: true,
    plugins: [late('.', taken)],
  });
  const names = Object.keys(metafile.inputs)
    .filter(path => path.startsWith('src/'))
    .map(path => path.slice('src/'.length, -'.ts'.length));
  const generator = names.find(name => GENERATORS.test(name));
  if (generator !== undefined) {
    throw new Error(
      `${generator} is imported by a module that applications load`
    );
  }
  return new Set(names);
}

/** The path of an imported module below src/, without its ending. */
function sourceName(folder, path) {
  return relative(join(root, 'src'), resolve(folder, path))
    .replaceAll('\\', '/')
    .replace(/\.[jt]s$/, '');
}

/** Leaves out the comments: esbuild keeps those of class members and of elements. */
export const withoutComments = {
  name: 'without comments',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].+\.ts$/ }, async ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const { code } = await transform(text, {
        loader: 'ts',
        target: TARGET,
        // A field that is only declared costs as much as one that is set, at each call.
        tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
        minifyWhitespace: true,
        legalComments: 'none',
      });
      return { contents: code, loader: 'js' };
    });
  },
};

/**
 * Takes modules from the files of the library that a bundle would else have a copy of.
 *
 * @param path From the bundle to the folder of the library.
 * @param isTaken Whether a module, named by its path below src/, is taken from there.
 * @param atStart The modules that a process loads to start.
 * @param taken Gets the names of the modules that are, by file.
 */
export function fromLibrary(path, isTaken, atStart, taken) {
  return {
    name: 'from the library',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir, namespace }) => {
        if (namespace === 'library') return { path, external: true };
        const name = sourceName(resolveDir, path);
        if (!isTaken(name)) return undefined;
        taken[fileOf(name, atStart)].add(name);
        return { path: name, namespace: 'library' };
      });
      onLoad({ filter: /^/, namespace: 'library' }, ({ path: name }) => ({
        contents: `module.exports = require('${path}/${fileOf(name, atStart)}.js')['${name}']();`,
      }));
    },
  };
}
