// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Puts what the examples need into .cache/examples/. Those that agree on versions share one installation; a second run
// finds it there.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, '.cache', 'examples');
const OURS = 'opentelemetry-instrumentation-genai';

/** What the package.json of an example asks for, besides our package. */
function dependenciesOf(example) {
  const file = join(root, 'examples', example, 'package.json');
  const { [OURS]: _, ...others } = JSON.parse(
    readFileSync(file, 'utf8')
  ).dependencies;
  return others;
}

/**
 * Sorts examples into groups without two versions of anything.
 *
 * @param {string[]} examples
 * @param {Record<string, import('./expected.mjs').Row>} rows
 * @returns {{ examples: string[], dependencies: Record<string, string> }[]}
 */
export function grouped(examples, rows) {
  const isAlone = example => rows[example].alone ?? rows[example].inPlace;
  const groups = [];
  for (const example of examples) {
    const dependencies = dependenciesOf(example);
    const fits = group =>
      !isAlone(group.examples[0]) &&
      Object.entries(dependencies).every(
        ([name, version]) => (group.dependencies[name] ?? version) === version
      );
    const group = isAlone(example) ? undefined : groups.find(fits);
    if (group === undefined) groups.push({ examples: [example], dependencies });
    else {
      group.examples.push(example);
      Object.assign(group.dependencies, dependencies);
    }
  }
  return groups;
}

/** Installs the packages of a group and the packed package beside them. Returns the folder of packages. */
export function installGroup({ examples, dependencies }, tarball) {
  const folder = join(cache, examples[0]);
  const stamp = join(folder, 'installed.json');
  const packed = createHash('sha256').update(readFileSync(tarball));
  const wanted = { dependencies, packed: packed.digest('hex') };
  const there = existsSync(stamp)
    ? JSON.parse(readFileSync(stamp, 'utf8'))
    : {};
  if (JSON.stringify(there) === JSON.stringify(wanted)) return modules(folder);
  rmSync(stamp, { force: true });
  // What is only repacked is put over what is there.
  if (JSON.stringify(there.dependencies) !== JSON.stringify(dependencies)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  // The path is the same as before, and npm looks no further.
  rmSync(join(modules(folder), OURS), { recursive: true, force: true });
  rmSync(join(modules(folder), '.package-lock.json'), { force: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      private: true,
      dependencies: { ...dependencies, [OURS]: `file:${tarball}` },
    })
  );
  const flags = ['--no-package-lock', '--ignore-scripts'];
  execFileSync('npm', ['install', ...flags, '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  writeFileSync(stamp, JSON.stringify(wanted));
  return modules(folder);
}

const modules = folder => join(folder, 'node_modules');

/** A copy of an example, without what a person who tried it has left there, with `packages` in it. */
export function copyExample(example, packages, folder) {
  copyFiles(example, folder);
  symlinkSync(packages, join(folder, 'node_modules'), 'junction');
  return folder;
}

/** The same beside its packages, for a bundler that follows no link. What was built of it before is taken away. */
export function copyBeside(example, packages) {
  const folder = dirname(packages);
  rmSync(join(folder, '.next'), { recursive: true, force: true });
  copyFiles(example, folder);
  return folder;
}

function copyFiles(example, folder) {
  cpSync(join(root, 'examples', example), folder, {
    recursive: true,
    filter: path => !LEFT_BEHIND.test(path),
  });
}

const LEFT_BEHIND = /[\\/](node_modules|out|\.next|next-env\.d\.ts)$/;

/** Packages that files of an example, or commands of its README, name and its package.json does not. */
export function undeclaredIn(example, commands) {
  const folder = join(root, 'examples', example);
  const texts = readdirSync(folder, { recursive: true })
    .filter(name => /\.([cm]?js|tsx?)$/.test(name))
    .filter(name => !/(^|[\\/])(node_modules|out|\.next)[\\/]/.test(name))
    .map(name => readFileSync(join(folder, name), 'utf8'));
  const named = [...texts, ...commands].flatMap(text => [
    ...text.matchAll(
      /(?:from '|import '|require\('|--require |--import )((?:@[\w-]+\/)?[a-z][\w-]*)(?=[/' ])/g
    ),
  ]);
  const declared = new Set([...Object.keys(dependenciesOf(example)), OURS]);
  return named.map(([, name]) => name).filter(name => !declared.has(name));
}
