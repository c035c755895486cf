// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// `npm run test:examples [-- name ...]`: follows the READMEs of examples/ word by word, with the package as it would be
// published. What a README says to type is read out of it, and so are the trees that it says will be seen. Only where
// the mock and the receiver listen is ours to say, for their usual ports may be taken.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';
import { pack } from '../matrix/install.mjs';
import { checks, elsewhere, expected } from './expected.mjs';
import {
  copyBeside,
  copyExample,
  grouped,
  installGroup,
  undeclaredIn,
} from './install.mjs';
import { readReadme } from './readme.mjs';

register();
const { runCommand } = await import('./command.mjs');
const { tryReceiver } = await import('./receiver.mjs');

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'genai-examples-'));
const wanted = process.argv.slice(2);
const isWanted = name =>
  wanted.length === 0 || wanted.some(part => name.includes(part));
const chosen = Object.keys(expected).filter(isWanted);
const readmes = Object.fromEntries(
  [...chosen, 'otlp-to-text'].map(name => [
    name,
    readReadme(new URL(`../../examples/${name}/README.md`, import.meta.url)),
  ])
);
const totals = { passed: 0, failed: 0 };

try {
  await step('every example is tried, here or elsewhere', () => {
    const others = { ...checks, ...elsewhere, 'otlp-to-text': 0 };
    const tried = Object.keys({ ...expected, ...others });
    assert.deepEqual(
      folders().filter(name => !tried.includes(name)),
      []
    );
  });
  await step('every README has at most 30 lines', () => {
    const lines = folders().map(name => [name, readmeLines(name)]);
    assert.deepEqual(
      lines.filter(([, count]) => count > 30),
      []
    );
  });
  await step('otlp-to-text prints the trees of its README', () =>
    tryReceiver(readmes['otlp-to-text'], root)
  );
  for (const name of chosen.filter(name => !readmes[name].installs)) {
    await follow(name, root);
  }
  await followInstalled(chosen.filter(name => readmes[name].installs));
  for (const name of Object.keys(checks).filter(isWanted)) {
    await step(`${name}: ${checks[name]}`, () => runCheck(checks[name]));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
if (totals.failed > 0) process.exitCode = 1;

function folders() {
  const there = readdirSync(join(root, 'examples'), { withFileTypes: true });
  return there.filter(entry => entry.isDirectory()).map(({ name }) => name);
}

function readmeLines(name) {
  const file = join(root, 'examples', name, 'README.md');
  // Configuration alone needs none.
  if (!existsSync(file)) return 0;
  return readFileSync(file, 'utf8').trimEnd().split('\n').length;
}

/** Those with packages of their own, in copies outside of the repository. */
async function followInstalled(names) {
  if (names.length === 0) return;
  const tarball = pack();
  // All, for what is installed together must not hang on which were chosen.
  for (const group of grouped(withPackages(), expected)) {
    const tried = group.examples.filter(name => names.includes(name));
    if (tried.length === 0) continue;
    const packages = installGroup(group, tarball);
    for (const name of tried) {
      await step(`${name}: package.json names what it uses`, () =>
        assert.deepEqual(undeclaredIn(name, readmes[name].commands), [])
      );
      const cwd = expected[name].inPlace
        ? copyBeside(name, packages)
        : copyExample(name, packages, join(folder, name));
      await follow(name, cwd);
    }
  }
}

function withPackages() {
  return Object.keys(expected).filter(name =>
    existsSync(join(root, 'examples', name, 'package.json'))
  );
}

/** The commands of a README, in their order. */
async function follow(name, cwd) {
  const { commands, trees } = readmes[name];
  await step(`${name}: the README says what to type, and what is seen`, () => {
    assert.ok(commands.length > 0, 'a command');
    assert.ok(trees.length > 0 || expected[name].console, 'a tree');
  });
  for (const command of commands) {
    await step(`${name}: ${command}`, () =>
      runCommand({ command, cwd, trees, row: expected[name] })
    );
  }
}

function runCheck(file) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(status, 0, `${stdout}${stderr}`);
  assert.match(stdout, /^[1-9]\d* passed, 0 failed$/m);
}

async function step(title, run) {
  const start = performance.now();
  try {
    await run();
    totals.passed++;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`✔ ${title} (${seconds} s)`);
  } catch (error) {
    totals.failed++;
    console.log(`✖ ${title}\n${error.stack}`);
  }
}
