// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Reads coverage/coverage-summary.json (made by c8) and holds every room of
// src/ to its own gate: the pure rooms have next to nothing that a test cannot reach.
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * First row that matches the file decides; percent of lines and of branches.
 * Not 100 for the pure rooms: a line that TypeScript takes away (the end of an
 * `as const satisfies`) counts as one that never ran, and Node.js 20 has no zstd.
 * The other rooms are tested out of process, against the build, where c8 cannot
 * add up what two transformations of one file ran: they are told, and not held to it.
 */
const gates = [
  { files: 'src/decode/', lines: 98, branches: 92 },
  { files: 'src/dialects/', lines: 98, branches: 90 },
  { files: 'src/semconv/', lines: 95, branches: 90 },
  { files: 'src/', lines: 0, branches: 0 },
];

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
  const percent = ([covered, total]) =>
    total === 0 ? 100 : (100 * covered) / total;
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
