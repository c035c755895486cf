// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveConfig } from '../../src/config/config.ts';
import { OPTIONS, variableOf } from '../../src/config/options.ts';
import { reportSettingsTo } from '../../src/config/settings.ts';

/** Options that take functions, which only code can give. */
const FUNCTIONS = [
  'contentHook',
  'ignoreRequest',
  'requestHook',
  'responseHook',
];

/** For each other option: text for the variable, value for the file, and what both come to. */
const GIVEN: Record<
  string,
  { text: string; value: unknown; holds: unknown; read?: (v: any) => unknown }
> = {
  semconv: {
    text: 'Latest',
    value: 'latest',
    holds: 'latest',
    read: profile => profile.name,
  },
  providers: {
    text: 'a.example=corp',
    value: [{ name: 'corp', hosts: ['a.example'] }],
    holds: true,
    read: matcher => matcher !== undefined,
  },
  metricAttributes: {
    text: 'a, b',
    value: ['a', 'b'],
    holds: ['a', 'b'],
    read: set => [...set],
  },
  maxModels: { text: '7', value: 7, holds: 7 },
  cost: { text: 'true', value: true, holds: true, read: Boolean },
  slo: {
    text: 'SLO_FILE',
    value: {
      service: 's',
      objectives: [{ name: 'a', kind: 'availability', target: 99 }],
    },
    holds: 's',
    read: objectives => objectives.service,
  },
  chunkMetrics: { text: 'False', value: false, holds: false },
  ownMetrics: { text: 'FALSE', value: false, holds: false },
  maxBodyBytes: { text: '10', value: 10, holds: 10 },
  duplicates: { text: 'SEPARATE', value: 'separate', holds: 'separate' },
  captureContent: { text: 'event', value: 'SPAN_ONLY', holds: undefined },
  maxContentBytes: { text: '11', value: 11, holds: 11 },
  enabled: { text: 'false', value: false, holds: false },
};

describe('settings outside of code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'genai-settings-'));
  const write = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(
      path,
      typeof content === 'string' ? content : JSON.stringify(content)
    );
    return path;
  };
  const inFile = (genai: object): Record<string, string> => ({
    OTEL_CONFIG_FILE: write('otel.yaml', {
      'instrumentation/development': { js: { genai } },
    }),
  });
  let problems: string[] = [];
  beforeEach(() => {
    problems = [];
    reportSettingsTo(problem => problems.push(problem));
  });
  after(() => {
    reportSettingsTo(() => {});
    rmSync(folder, { recursive: true, force: true });
  });

  for (const { option } of OPTIONS) {
    if (FUNCTIONS.includes(option)) continue;
    it(`give the option ${option}, by a variable and by a file`, () => {
      const given = GIVEN[option];
      assert.ok(given, `no sample for the option ${option}`);
      const variable = variableOf(option);
      assert.ok(variable, `no variable for the option ${option}`);
      const read = given.read ?? ((value: unknown) => value);
      const text =
        option === 'slo' ? write('slo.yaml', given.value) : given.text;
      const name = option === 'semconv' ? 'profile' : option;
      const held = (environment: Record<string, string>): unknown =>
        read(resolveConfig({}, environment)[name as 'maxModels']);
      const snake = option.replace(/[A-Z]/g, c => `_${c.toLowerCase()}`);
      const expected = (other: unknown) => given.holds ?? other;
      assert.deepEqual(held({ [variable]: text }), expected('event'));
      assert.deepEqual(
        held(inFile({ [option]: given.value })),
        expected('span')
      );
      assert.deepEqual(
        held(inFile({ [snake]: given.value })),
        expected('span')
      );
      assert.deepEqual(problems, []);
    });
  }

  for (const [option, text] of Object.entries({
    semconv: 'v1.36',
    providers: 'a.example',
    maxModels: 'many',
    cost: '/no/such/file.json',
    slo: '/no/such/slo.yaml',
    chunkMetrics: 'maybe',
    maxBodyBytes: '4k',
    duplicates: 'drop',
    captureContent: 'yes',
    maxContentBytes: '-1',
    enabled: 'perhaps',
  })) {
    it(`cost one option where they do not fit: ${option}`, () => {
      const variable = variableOf(option as 'slo')!;
      const { profile, ...others } = resolveConfig(
        {},
        {
          [variable]: text,
          OTEL_INSTRUMENTATION_GENAI_MAX_MODELS: '9',
          [variable]: text,
        }
      );
      const plain = resolveConfig({}, {});
      assert.equal(problems.length, 1);
      assert.match(
        problems[0]!,
        new RegExp(`^${variable}\\b.*until ${variable} is corrected`)
      );
      assert.ok(!problems[0]!.includes('\n'));
      assert.equal(profile.name, plain.profile.name);
      assert.deepEqual(others[option as 'slo'], plain[option as 'slo']);
      if (option !== 'maxModels') assert.equal(others.maxModels, 9);
    });
  }

  it('report a slip in the file and keep the rest', () => {
    const { maxModels } = resolveConfig(
      {},
      inFile({ maxModel: 3, maxModels: 4 })
    );
    assert.equal(maxModels, 4);
    assert.match(
      problems[0]!,
      /unknown option "maxModel"; did you mean "maxModels"\?/
    );
  });

  it('give routes of providers by a YAML file', () => {
    const path = write(
      'providers.yaml',
      'providers:\n  - name: corp\n    hosts: [llm.corp.example]\n    routes:\n      - path: /talk\n        after: "^/v[0-9]+$"\n        dialect: openai-chat\n        operation: chat\n'
    );
    const { providers } = resolveConfig(
      {},
      { OTEL_INSTRUMENTATION_GENAI_PROVIDERS: path }
    );
    assert.deepEqual(problems, []);
    assert.ok(providers);
  });

  it('come after code, and a file before a variable', () => {
    const environment = {
      ...inFile({ maxModels: '${MODELS:-5}' }),
      OTEL_INSTRUMENTATION_GENAI_MAX_MODELS: '6',
    };
    assert.equal(resolveConfig({}, environment).maxModels, 5);
    assert.equal(
      resolveConfig({}, { ...environment, MODELS: '8' }).maxModels,
      8
    );
    assert.equal(resolveConfig({ maxModels: 7 }, environment).maxModels, 7);
  });

  it('switch off by OTEL_NODE_DISABLED_INSTRUMENTATIONS in any letter case', () => {
    const environment = { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http, GenAI' };
    assert.equal(resolveConfig({}, environment).enabled, false);
  });
});
