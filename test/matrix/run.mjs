// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// npm run test:matrix: every way to be seen x every client x Node.js 20 to 26 x both lines of OpenTelemetry, with the
// package as it would be published; then the project's own tests on the newer Node.js. GENAI_MATRIX_QUICK leaves the
// latter out; GENAI_MATRIX_ONLY=http takes the rows that have this in their name.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';
import { doorRows } from './door.mjs';
import { copyOf, installLine, installNode, pack } from './install.mjs';
import { scenarios, wrongWith } from './scenarios.mjs';

register();
const { observeApp } = await import('../register/observe-app.ts');
const { relabel } = await import('../support/other-folder.ts');

const versions = JSON.parse(
  readFileSync(new URL('versions.json', import.meta.url), 'utf8')
);
const nodes = Object.entries(versions.node)
  .map(([major, version]) => ({ major, path: installNode(major, version) }))
  .filter(({ path }) => path !== undefined);
const tarball = pack();
const failures = [];
let tried = 0;

for (const [line, packages] of Object.entries(versions.opentelemetry)) {
  const folder = installLine(
    line,
    { ...packages, ...versions.clients },
    tarball
  );
  if (folder === undefined) continue;
  const tools = { copyOf, relabel, observeApp };
  const rows = [
    ...scenarios(folder, copyOf(folder)).map(({ run, ...row }) => ({
      ...row,
      wrong: async node => wrongWith(await observeApp({ ...run, node })),
    })),
    ...doorRows(folder, tools),
  ].filter(chosen);
  const cells = rows.flatMap(row => nodes.map(node => ({ row, node })));
  const marks = await inParallel(cells, async ({ row, node }) => {
    tried++;
    const wrong = await row.wrong(node.path);
    if (wrong === undefined) return '✔';
    failures.push(
      `OpenTelemetry ${line}, Node.js ${node.major}, ${row.name}, ${row.client}\n    ${wrong}`
    );
    return '✖';
  });
  printTable(line, packages, rows, marks);
}

if (process.env.GENAI_MATRIX_QUICK === undefined) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  for (const { major, path } of nodes.filter(({ major }) => major !== '20')) {
    console.log(`\nThe project's own tests on Node.js ${major}`);
    const { status } = spawnSync(path, [join(root, 'scripts', 'test.mjs')], {
      cwd: root,
      stdio: 'inherit',
    });
    if (status !== 0) failures.push(`own tests on Node.js ${major}`);
  }
}

if (tried === 0) failures.push('nothing was tried');
for (const failure of failures) console.error(`\n✖ ${failure}`);
console.log(
  failures.length === 0 ? '\nAll good.' : `\n${failures.length} wrong.`
);
process.exitCode = failures.length === 0 ? 0 : 1;

/** GENAI_MATRIX_ONLY: part of the name of a way or of a client. */
function chosen({ name, client }) {
  return `${name} ${client}`.includes(process.env.GENAI_MATRIX_ONLY ?? '');
}

async function inParallel(items, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}

function printTable(line, packages, rows, marks) {
  console.log(
    `\nOpenTelemetry ${line} (sdk-node ${packages['@opentelemetry/sdk-node']})`
  );
  const width = Math.max(...rows.map(({ name }) => name.length));
  const heads = nodes.map(({ major }) => major.padEnd(4)).join('');
  console.log(`${' '.repeat(width + 9)}${heads}`);
  rows.forEach(({ name, client }, index) => {
    const first = index * nodes.length;
    const row = marks.slice(first, first + nodes.length);
    console.log(
      `${name.padEnd(width + 1)}${client.padEnd(8)}${row.map(mark => mark.padEnd(4)).join('')}`
    );
  });
}
