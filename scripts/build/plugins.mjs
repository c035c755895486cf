// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// What the bundles of dist/ have in common: where each module lies, and how it is changed on its way.
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const TARGET = 'node20.19';

/** The file of the library that has a module, named by its path below src/. */
export function libraryOf(name) {
  return /^slo\/(?:dashboards|export|report|rule-tests|rules|index)\b/.test(
    name
  )
    ? 'generators'
    : 'library';
}

/**
 * Functions whose modules are run when one of them is called first: no process needs them to start, and the tables of
 * dialects and providers take as long as all the rest.
 */
const LATE = {
  'config/provider-names': ['objectiveWarnings', 'variableWarnings'],
  'config/provider-option': ['defineProvider', 'providersOf'],
  'observe/observe': ['createObserver'],
  'observe/turns/sockets': ['createSocketObserver'],
  'slo/objectives/objective-file': ['loadObjectives', 'parseObjectives'],
  'slo/objectives/resolve': ['defaultOperation', 'resolveObjectives'],
};

/** Puts functions that call those of {@link LATE} in place of their modules. */
export const late = {
  name: 'late',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\./ }, ({ path, resolveDir, namespace }) => {
      const name = sourceName(resolveDir, path);
      if (namespace === 'late' || !(name in LATE)) return undefined;
      return { path: name, namespace: 'late' };
    });
    onLoad({ filter: /^/, namespace: 'late' }, ({ path: name }) => ({
      contents: LATE[name]
        .map(
          fn =>
            `export const ${fn} = (...args) => require('./${name}.ts').${fn}(...args);`
        )
        .join('\n'),
      resolveDir: join(root, 'src'),
    }));
  },
};

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
 * @param taken Gets the names of the modules that are, by file.
 */
export function fromLibrary(path, isTaken, taken) {
  return {
    name: 'from the library',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir, namespace }) => {
        if (namespace === 'library') return { path, external: true };
        const name = sourceName(resolveDir, path);
        if (!isTaken(name)) return undefined;
        taken[libraryOf(name)].add(name);
        return { path: name, namespace: 'library' };
      });
      onLoad({ filter: /^/, namespace: 'library' }, ({ path: name }) => ({
        contents: `module.exports = require('${path}/${libraryOf(name)}.js')['${name}']();`,
      }));
    },
  };
}
