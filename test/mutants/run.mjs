// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Breaks generated rules on purpose and says which breaks their generated tests notice: `npm run test:mutants [-- --short]`.
// The short form runs for each mutant the one test that is to notice it.
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { MUTANTS } from './mutants.mjs';

const OBJECTIVES = `service: chat
objectives:
  - { name: availability, kind: availability, target: 99.9 }
  - { name: latency, kind: latency, threshold: 2s, target: 99 }
`;
const cli = fileURLToPath(
  new URL('../../dist/esm/cli/main.js', import.meta.url)
);

const short = process.argv.includes('--short');
const folder = mkdtempSync(join(tmpdir(), 'genai-mutants-'));
let killed = 0;
let failed = 0;
try {
  if (spawnSync('promtool', ['--version']).error !== undefined) {
    console.log('SKIPPED: promtool is not installed (Debian: prometheus)');
  } else {
    generate();
    const tried = MUTANTS.filter(
      ({ test, survives }) => !short || (test && !survives)
    );
    await each([...new Set(tried.map(({ file }) => file))], file =>
      checkUnbroken(file, tried)
    );
    await each(tried, judge);
    console.log(`${killed} passed, ${failed} failed`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;

function generate() {
  writeFileSync(join(folder, 'slo.yaml'), OBJECTIVES);
  const { status, stderr } = spawnSync(
    process.execPath,
    [cli, 'slo', 'rules', '--file', 'slo.yaml', '--out', 'slo'],
    { cwd: folder, encoding: 'utf8' }
  );
  if (status !== 0) throw new Error(`otel-genai slo rules failed: ${stderr}`);
}

/** As many at once as there are processors. */
async function each(items, work) {
  const left = [...items];
  const worker = async () => {
    for (let item; (item = left.shift()) !== undefined;) await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

/** A test that fails without a mutant notices nothing. */
async function checkUnbroken(file, mutants) {
  const names = mutants
    .filter(mutant => mutant.file === file)
    .map(({ test }) => test);
  const { status, output } = await promtool(
    file,
    readFileSync(rulesPath(file), 'utf8'),
    short ? names : undefined
  );
  if (status !== 0) {
    throw new Error(`${file}: its tests fail before: ${output}`);
  }
}

async function judge(mutant) {
  const { file, name, from, to, test, survives } = mutant;
  const rules = readFileSync(rulesPath(file), 'utf8');
  const title = `${file}: ${name}`;
  if (!rules.includes(from)) {
    failed += 1;
    console.log(`✖ ${title}: nothing to break, ${from} is in no rule`);
    return;
  }
  const { status } = await promtool(
    file,
    rules.replaceAll(from, to),
    short ? [test] : undefined
  );
  if (status !== 0) {
    killed += 1;
    console.log(`✔ killed    ${title}`);
  } else if (survives) {
    console.log(`- survives  ${title}: ${survives}`);
  } else {
    failed += 1;
    console.log(`✖ survives  ${title}`);
  }
}

/** Runs the tests of a file on rules, also those of the windows of days: all, or those whose names contain a text. */
async function promtool(file, rules, names) {
  const found = [file, `_windows.${file}`]
    .map(name => join(folder, 'slo', 'tests', `${name}.test.yml`))
    .filter(existsSync)
    .map(path => parse(readFileSync(path, 'utf8')))
    .map(made => ({
      ...made,
      rule_files: ['rules.yml'],
      tests: made.tests.filter(
        ({ name }) => names?.some(part => name.includes(part)) ?? true
      ),
    }))
    .filter(({ tests }) => tests.length > 0);
  if (found.length === 0) {
    throw new Error(`${file}: no generated test is named ${names.join(', ')}`);
  }
  const own = mkdtempSync(join(folder, 'try-'));
  writeFileSync(join(own, 'rules.yml'), rules);
  let result;
  // The first that notices is enough.
  for (const made of found) {
    writeFileSync(join(own, 'test.yml'), JSON.stringify(made));
    result = await run(own);
    if (result.status !== 0) return result;
  }
  return result;
}

function run(cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn('promtool', ['test', 'rules', 'test.yml'], { cwd });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => (output += text));
    }
    child.on('error', reject);
    child.on('close', status => resolve({ status, output }));
  });
}

function rulesPath(file) {
  return join(folder, 'slo', 'rules', `${file}.rules.yml`);
}
