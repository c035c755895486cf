// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Writes the tables of the README that repeat code, between their markers, the JSON Schema of objectives, what is made of
// the sample, and the dashboards of examples/otel: `npm run docs`. With --check it writes nothing and fails where they
// differ.
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
import type { Call } from '../src/call.ts';
import { sloDashboards } from '../src/cli/slo/dashboards.ts';
import { sloRules } from '../src/cli/slo/rules.ts';
import { OPTIONS } from '../src/config/options.ts';
import {
  providers,
  usualRoutes,
  type Route,
} from '../src/recognise/providers.ts';
import type { Attributes } from '../src/semconv/profile.ts';
import { V1_41 } from '../src/semconv/v1.41.ts';
import { SCHEMA } from '../src/slo/objectives/schema.ts';
import { boundaryRows, metricRows } from './metric-rows.ts';
import { alertRows, classRows } from './slo-tables.ts';
import { exampleDashboards } from './example-dashboards.ts';
import { staleFiles } from './stale-files.ts';

/** Tables of each page, by their names. */
const pages: Readonly<Record<string, Tables>> = {
  'README.md': {
    options: () =>
      table(
        ['option', 'environment', 'default', 'meaning'],
        OPTIONS.map(row => [
          `\`${row.option}\``,
          /^[A-Z_]+$/.test(row.environment)
            ? `\`${row.environment}\``
            : row.environment,
          row.default,
          row.meaning,
        ])
      ),
    providers: () =>
      table(
        ['`gen_ai.provider.name`', 'hosts', 'APIs'],
        providers.map(row => [
          `\`${row.name}\``,
          [...row.hosts, ...('port' in row ? [`port ${row.port} of any`] : [])]
            .map(host => (host.includes(' ') ? host : `\`${host}\``))
            .join(' '),
          apis('routes' in row ? row.routes : usualRoutes),
        ])
      ),
    usualApis: () => `The usual ones: ${pathsOf(usualRoutes)}`,
    metrics: () =>
      table(
        [
          'metric',
          'kind',
          'unit',
          'on the page of the process',
          'by the Collector',
        ],
        metricRows()
      ),
    boundaries: () => table(['metrics', 'bucket boundaries'], boundaryRows()),
    attributes: () => {
      const request = merged(call => V1_41.requestAttributes(call));
      const response = merged(call => V1_41.responseAttributes(call));
      return table(
        ['attribute', 'example', 'says', 'on metrics'],
        [
          ...rows(request, 'the request'),
          ...rows(response, 'the response'),
          ...rows(onlyOnMetrics({ ...request, ...response }), 'which tokens'),
        ]
      );
    },
  },
  'docs/slo.md': {
    errorClasses: () =>
      table(
        ['class', '`error.type`', 'availability', 'error rate'],
        classRows()
      ),
    alerts: () => table(['alert', 'severity', 'fires when'], alertRows()),
  },
};

type Tables = Readonly<Record<string, () => string>>;

/** Calls that between them know every fact; what the profile makes of them is what it can emit. */
const samples: Call[] = [
  sample('openai', 'chat'),
  sample('azure.ai.inference', 'chat'),
  sample('groq', 'embeddings'),
];

function sample(provider: string, operation: Call['operation']): Call {
  return {
    provider,
    operation,
    serverAddress: 'api.openai.com',
    serverPort: 443,
    resendCount: 1,
    request: {
      model: 'gpt-4o',
      stream: true,
      maxTokens: 256,
      choiceCount: 2,
      temperature: 0.2,
      topP: 0.9,
      topK: 40,
      seed: 7,
      frequencyPenalty: 0.5,
      presencePenalty: 0.5,
      stopSequences: ['END'],
      outputType: 'json',
      serviceTier: 'default',
      apiType: 'chat_completions',
      reasoningLevel: 'low',
      conversationId: 'conv_1',
      encodingFormats: ['float'],
      dimensionCount: 512,
    },
    response: {
      id: 'chatcmpl-1',
      model: 'gpt-4o-2024-08-06',
      finishReasons: ['stop', 'length'],
      inputTokens: 21,
      outputTokens: 9,
      cacheReadTokens: 16,
      cacheWriteTokens: 4,
      reasoningTokens: 5,
      serviceTier: 'default',
      systemFingerprint: 'fp_1',
    },
    times: { start: 0, firstChunk: 412, end: 1530 },
    chunkIntervals: [0.02],
    status: 429,
    errorType: 'rate_limit_exceeded',
  };
}

function merged(attributesOf: (call: Call) => Attributes): Attributes {
  // The first sample that has an attribute gives its example.
  return Object.assign(
    {},
    ...samples.map(attributesOf).reverse()
  ) as Attributes;
}

function onlyOnMetrics(onSpans: Attributes): Attributes {
  return Object.fromEntries(
    V1_41.metricAttributeNames
      .filter(name => !Object.hasOwn(onSpans, name))
      .map(name => [name, name === 'gen_ai.token.type' ? 'input' : ''])
  );
}

function rows(attributes: Attributes, says: string): string[][] {
  return Object.entries(attributes).map(([name, value]) => [
    `\`${name}\``,
    `\`${JSON.stringify(value)}\``,
    says,
    V1_41.metricAttributeNames.includes(name) ? 'yes' : '',
  ]);
}

function apis(routes: readonly Route[]): string {
  const usual = pathsOf(usualRoutes);
  const paths = pathsOf(routes);
  return paths === usual ? 'the usual ones' : paths;
}

/** One path may be there for several formats, told apart by the model in it. */
function pathsOf(routes: readonly Route[]): string {
  const paths = routes.map(({ path, under }) =>
    under === undefined ? `\`${path}\`` : `\`${under}…${path}\``
  );
  return [...new Set(paths)].join(' ');
}

function table(head: string[], body: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    line(head.map(() => '---')),
    ...body.map(cells => line(cells.map(cell => cell.replaceAll('|', '\\|')))),
  ].join('\n');
}

/** The text with every table put between its markers; throws when a marker is missing. */
export function withTables(text: string, page = 'README.md'): string {
  const tables = pages[page] ?? {};
  let result = text;
  for (const [name, make] of Object.entries(tables)) {
    const begin = `<!-- generated:${name} -->\n`;
    const end = `<!-- /generated:${name} -->`;
    const from = result.indexOf(begin);
    const to = result.indexOf(end, from);
    if (from === -1 || to === -1) {
      throw new Error(`${page} has no markers "generated:${name}"`);
    }
    result = `${result.slice(0, from + begin.length)}${make()}\n${result.slice(to)}`;
  }
  const known = /<!-- generated:(\w+) -->/g;
  for (const [, name] of result.matchAll(known)) {
    if (!Object.hasOwn(tables, name!)) {
      throw new Error(`${page} asks for a table that nobody makes: ${name}`);
    }
  }
  return result;
}

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
    ...Object.keys(pages).map((page): [string, string] => {
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
