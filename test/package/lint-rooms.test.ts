// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = new URL('../../', import.meta.url).pathname;

// The snippets have names of files that need not exist, which the type-aware
// parser refuses; the rules of the house need no types.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false } } },
  ],
});
const typeAware = new ESLint({ cwd: root });

/** The rules that fire on `code`, unused variables aside. */
async function rulesOf(
  file: string,
  code: string,
  linter = eslint
): Promise<string[]> {
  const [result] = await linter.lintText(code, { filePath: root + file });
  assert.ok(result, `${file} is ignored by ESLint`);
  return result.messages
    .map(({ ruleId, message }) => ruleId ?? message)
    .filter(rule => rule !== '@typescript-eslint/no-unused-vars');
}

const refusedImports: [file: string, source: string][] = [
  ['src/wire/fetch/fetch.ts', '@opentelemetry/api'],
  ['src/wire/fetch/fetch.ts', '../../dialects/openai/chat.ts'],
  ['src/wire/fetch/fetch.ts', '../../telemetry/span.ts'],
  ['src/wire/fetch/fetch.ts', '../../config/config.ts'],
  ['src/wire/undici/undici.ts', 'undici'],
  ['src/decode/framing/sse.ts', 'node:fs'],
  ['src/decode/framing/sse.ts', '../../guard.ts'],
  ['src/decode/framing/sse.ts', '../../wire/exchange.ts'],
  ['src/dialects/openai/chat.ts', '@opentelemetry/api'],
  ['src/dialects/openai/chat.ts', '../../wire/exchange.ts'],
  ['src/dialects/openai/chat.ts', '../../telemetry/span.ts'],
  ['src/dialects/openai/chat.ts', '../../semconv/attributes.ts'],
  ['src/dialects/openai/chat.ts', 'node:url'],
  ['src/recognise/providers.ts', '@opentelemetry/api'],
  ['src/recognise/recognise.ts', '../wire/exchange.ts'],
  ['src/call.ts', './telemetry/span.ts'],
  ['src/semconv/v1.41.ts', '@opentelemetry/sdk-metrics'],
  ['src/semconv/v1.41.ts', '@opentelemetry/api'],
  ['src/semconv/v1.41.ts', '../config/config.ts'],
  ['src/telemetry/span.ts', '../wire/exchange.ts'],
  ['src/telemetry/span.ts', '../dialects/openai/chat.ts'],
  ['src/telemetry/span.ts', '@opentelemetry/sdk-trace'],
  ['src/telemetry/metrics.ts', '../slo/sli/views.ts'],
  ['src/slo/objectives/objective.ts', '@opentelemetry/sdk-metrics'],
  ['src/slo/objectives/objective.ts', '@opentelemetry/api'],
  ['src/slo/objectives/objective.ts', '../../telemetry/span.ts'],
  ['src/slo/sli/views.ts', '@opentelemetry/sdk-node'],
  ['src/observe/observe.ts', '@opentelemetry/sdk-metrics'],
  ['src/instrumentation.ts', '@opentelemetry/sdk-node'],
  ['src/instrumentation.ts', '@opentelemetry/exporter-prometheus'],
  ['src/index.ts', '@opentelemetry/sdk-node'],
];

const allowedImports: [file: string, source: string][] = [
  ['src/wire/fetch/fetch.ts', 'node:http'],
  ['src/wire/fetch/fetch.ts', 'http'],
  ['src/wire/fetch/fetch.ts', '../exchange.ts'],
  ['src/wire/fetch/fetch.ts', '../../guard.ts'],
  ['src/decode/framing/sse.ts', '../decoder.ts'],
  ['src/decode/encoding.ts', 'node:zlib'],
  ['src/dialects/openai/chat.ts', '../../call.ts'],
  ['src/recognise/providers.ts', '../dialects/openai/chat.ts'],
  ['src/recognise/recognise.ts', './providers.ts'],
  ['src/semconv/v1.41.ts', '../call.ts'],
  ['src/telemetry/span.ts', '@opentelemetry/api'],
  ['src/telemetry/content.ts', '@opentelemetry/api-logs'],
  ['src/telemetry/span.ts', '../semconv/profile.ts'],
  ['src/telemetry/metrics.ts', '../slo/sli/counter.ts'],
  ['src/slo/sli/operation.ts', '@opentelemetry/api'],
  ['src/slo/sli/views.ts', '@opentelemetry/sdk-metrics'],
  ['src/setup/setup.ts', '@opentelemetry/sdk-node'],
  ['src/register.ts', './setup/setup.ts'],
  ['src/instrumentation.ts', '@opentelemetry/instrumentation'],
];

const waysToImport: Record<string, (source: string) => string> = {
  import: source => `import { thing } from '${source}';\nthing();\n`,
  'import type': source =>
    `import type { Thing } from '${source}';\nexport const thing: Thing = 1;\n`,
  'export from': source => `export { thing } from '${source}';\n`,
  'import()': source => `export const thing = import('${source}');\n`,
  'require()': source => `export const thing = require('${source}');\n`,
  'an import type in place': source =>
    `export const thing: import('${source}').Thing = 1;\n`,
};

describe('the table of rooms in ESLint', () => {
  for (const [file, source] of refusedImports) {
    it(`refuses ${source} in ${file}`, async () => {
      const code = `import { thing } from '${source}';\nthing();\n`;
      assert.deepEqual(await rulesOf(file, code), ['house/imports']);
    });
  }

  for (const [file, source] of allowedImports) {
    it(`lets ${file} import ${source}`, async () => {
      const code = `import { thing } from '${source}';\nthing();\n`;
      assert.deepEqual(await rulesOf(file, code), []);
    });
  }

  for (const [way, write] of Object.entries(waysToImport)) {
    it(`sees a forbidden module behind ${way}`, async () => {
      const rules = await rulesOf(
        'src/wire/fetch/fetch.ts',
        write('@opentelemetry/api')
      );
      assert.ok(rules.includes('house/imports'), rules.join(', '));
    });
  }

  it('refuses a module whose name is computed', async () => {
    const code = 'export const thing = (name: string) => import(name);\n';
    assert.deepEqual(await rulesOf('src/wire/fetch/fetch.ts', code), [
      'house/imports',
    ]);
  });
});

describe('the other rules of the house in ESLint', () => {
  const name = "export const name = 'gen_ai.request.model';\n";
  const nameInTemplate = 'export const name = (x: string) => `gen_ai.${x}`;\n';
  const refused: [title: string, file: string, code: string, rule: string][] = [
    [
      'a name of the convention outside semconv',
      'src/telemetry/span.ts',
      name,
      'house/convention-names',
    ],
    [
      'a name of the convention in a template',
      'src/observe/observe.ts',
      nameInTemplate,
      'house/convention-names',
    ],
    [
      'process.env outside config.ts and setup.ts',
      'src/observe/observe.ts',
      "export const level = process.env['OTEL_LOG_LEVEL'];\n",
      'house/environment',
    ],
    [
      'process["env"]',
      'src/register.ts',
      "export const level = process['env'];\n",
      'house/environment',
    ],
    [
      'env taken out of process',
      'src/instrumentation.ts',
      'const { env } = process;\nexport const level = env;\n',
      'house/environment',
    ],
    [
      'env imported from node:process',
      'src/instrumentation.ts',
      "import { env } from 'node:process';\nexport const level = env;\n",
      'house/environment',
    ],
    [
      'console outside the command line',
      'src/setup/setup.ts',
      "console.error('no');\n",
      'no-console',
    ],
    [
      'export *',
      'src/index.ts',
      "export * from './call.ts';\n",
      'no-restricted-syntax',
    ],
    [
      'a file of 301 lines',
      'src/observe/observe.ts',
      'export {};\n'.repeat(301),
      'max-lines',
    ],
    [
      'a type imported as a value',
      'src/observe/observe.ts',
      "import { Call } from './call.ts';\nexport const call: Call[] = [];\n",
      '@typescript-eslint/consistent-type-imports',
    ],
  ];
  for (const [title, file, code, rule] of refused) {
    it(`refuses ${title}`, async () => {
      assert.deepEqual(await rulesOf(file, code), [rule]);
    });
  }

  const accepted: [title: string, file: string, code: string][] = [
    ['names of the convention in semconv', 'src/semconv/v1.41.ts', name],
    ['process.env in config.ts', 'src/config/config.ts', 'void process.env;\n'],
    ['process.env in setup.ts', 'src/setup/setup.ts', 'void process.env;\n'],
    [
      'console on the command line',
      'src/cli/main.ts',
      "console.log('said');\n",
    ],
    [
      'a file of 300 lines',
      'src/observe/observe.ts',
      'export {};\n'.repeat(300),
    ],
  ];
  for (const [title, file, code] of accepted) {
    it(`accepts ${title}`, async () => {
      assert.deepEqual(await rulesOf(file, code), []);
    });
  }

  it('refuses a promise that nobody waits for', async () => {
    const code =
      'export async function work(): Promise<void> {\n' +
      '  await Promise.resolve();\n}\nwork();\n';
    const rules = await rulesOf('src/version.ts', code, typeAware);
    assert.deepEqual(rules, ['@typescript-eslint/no-floating-promises']);
  });
});
