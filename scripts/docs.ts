// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// `npm run docs` writes everything that repeats code: the tables of the pages, the JSON Schema of objectives, the rules and
// dashboards of the sample, and the dashboards of examples/otel. With --check it writes nothing, and fails where a file
// differs.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { sloDashboards } from '../src/cli/slo/dashboards.ts';
import { sloRules } from '../src/cli/slo/rules.ts';
import { SCHEMA } from '../src/slo/objectives/schema/schema.ts';
import { exampleDashboards } from './docs/example-dashboards.ts';
import { PAGES, withTables } from './docs/pages.ts';
import { staleFiles } from './docs/stale-files.ts';

/** The keyword that the schema has besides those of JSON Schema. */
const withoutUnits = (key: string, value: unknown): unknown =>
  key === 'units' ? undefined : value;

/** Files that repeat code, and what they should say. */
async function generated(): Promise<ReadonlyMap<string, string>> {
  const json = Object.entries({
    'slo/slo.schema.json': SCHEMA,
    ...exampleDashboards('examples/otel/grafana/dashboards/'),
  }).map(async ([path, content]): Promise<[string, string]> => [
    fileURLToPath(new URL(`../${path}`, import.meta.url)),
    await format(JSON.stringify(content, withoutUnits), { parser: 'json' }),
  ]);
  return new Map([
    ...Object.keys(PAGES).map((page): [string, string] => {
      const file = fileURLToPath(new URL(`../${page}`, import.meta.url));
      return [file, withTables(readFileSync(file, 'utf8'), page)];
    }),
    ...(await Promise.all(json)),
    ...madeOfSample(),
  ]);
}

/** What the commands make of slo/slo.yaml. */
function madeOfSample(): [string, string][] {
  const folder = mkdtempSync(join(tmpdir(), 'genai-docs-'));
  try {
    const file = fileURLToPath(new URL('../slo/slo.yaml', import.meta.url));
    for (const command of [sloRules, sloDashboards]) {
      const code = command.run(
        { file, out: folder, compat: true, sloth: true },
        {
          out: () => undefined,
          error: () => undefined,
          environment: {},
          columns: undefined,
        }
      );
      if (code !== 0) throw new Error(`${command.name} made nothing of it`);
    }
    const made = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return made
      .filter(name => /\.\w+$/.test(name))
      .map(name => [
        join(dirname(file), name),
        // The files say what they were made of; here that is a neighbour.
        readFileSync(join(folder, name), 'utf8').replaceAll(file, 'slo.yaml'),
      ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const isCheck = process.argv.includes('--check');
  const files = await generated();
  for (const file of staleFiles(files)) {
    if (isCheck) {
      console.error(
        `${file} is made of nothing any more: run \`npm run docs\``
      );
      process.exitCode = 1;
    } else rmSync(file);
  }
  for (const [file, after] of files) {
    const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (before === after) continue;
    if (isCheck) {
      console.error(`${file} is not what the code says: run \`npm run docs\``);
      process.exitCode = 1;
    } else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, after);
    }
  }
}
