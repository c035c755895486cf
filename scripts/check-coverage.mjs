// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Adds up what the groups of tests ran (`NODE_V8_COVERAGE=coverage/tmp npm test`), and holds every room of src/ to its
// own gate: the pure rooms have next to nothing that a test cannot reach.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * First row that matches the file decides; percent of lines and of branches. A line that TypeScript takes away (the end
 * of an `as const satisfies`) counts as one that never ran, and Node.js 20 has no zstd.
 */
const gates = [
  { files: 'src/decode/', lines: 99, branches: 98 },
  { files: 'src/dialects/', lines: 99, branches: 96 },
  { files: 'src/semconv/', lines: 99, branches: 98 },
  { files: 'src/telemetry/', lines: 98, branches: 95 },
  { files: 'src/cost/', lines: 96, branches: 95 },
  { files: 'src/slo/', lines: 98, branches: 93 },
  // The built program starts these in processes of their own: test/package/doctor.test.ts.
  { files: 'src/cli/doctor/', lines: undefined, branches: undefined },
  { files: 'src/cli/', lines: 97, branches: 92 },
  { files: 'src/wire/', lines: 95, branches: 90 },
  // Run by processes of their own alone, against the build: test/register/.
  { files: 'src/setup', lines: undefined, branches: undefined },
  { files: 'src/register.ts', lines: undefined, branches: undefined },
  { files: 'src/', lines: 97, branches: 92 },
];

const c8 = join(root, 'node_modules', '.bin', 'c8');
const { status } = spawnSync(c8, ['report'], { cwd: root, stdio: 'inherit' });
if (status !== 0) throw new Error('c8 could not add up what was run');

const summary = JSON.parse(
  readFileSync(join(root, 'coverage', 'coverage-summary.json'), 'utf8')
);

const sums = new Map(
  gates.map(gate => [gate, { lines: [0, 0], branches: [0, 0] }])
);
for (const [path, figures] of Object.entries(summary)) {
  if (path === 'total') continue;
  const file = relative(root, path).split(sep).join('/');
  const gate = gates.find(({ files }) => file.startsWith(files));
  if (gate === undefined || holdsOnlyTypes(path)) continue;
  for (const kind of ['lines', 'branches']) {
    sums.get(gate)[kind][0] += figures[kind].covered;
    sums.get(gate)[kind][1] += figures[kind].total;
  }
}

for (const [gate, sum] of sums) {
  // Of a room that is no longer there, or was not run, nothing is covered.
  const percent = ([covered, total]) =>
    total === 0 ? 0 : (100 * covered) / total;
  if (gate.lines === undefined) continue;
  const passed = ['lines', 'branches'].every(
    kind => percent(sum[kind]) >= gate[kind]
  );
  const said = ['lines', 'branches'].map(
    kind => `${kind} ${percent(sum[kind]).toFixed(1)} % of ${gate[kind]} %`
  );
  console.log(
    `${passed ? '✔' : '✖'} coverage of ${gate.files} ${said.join(', ')}`
  );
  if (!passed) process.exitCode = 1;
}

/** Such a file is never loaded, and would count as one that no test reaches. */
function holdsOnlyTypes(path) {
  const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
    compilerOptions: { removeComments: true, module: ts.ModuleKind.ESNext },
  });
  return outputText.trim() === 'export {};';
}
