// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  objectiveWarnings,
  variableWarnings,
} from '../../src/config/provider-names.ts';
import { resolveConfig } from '../../src/config/config.ts';
import { nearest } from '../../src/errors.ts';
import {
  loadObjectives,
  parseObjectives,
} from '../../src/slo/objectives/objective-file.ts';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import { runCommand } from '../unit/cli/run-command.ts';

const file = (objective: string) =>
  `service: chat\nobjectives:\n  - ${objective}\n`;

describe('a slip in a name', () => {
  for (const [text, line] of [
    [
      file('{ name: a, kind: availability, taget: 99, target: 99 }'),
      'slo.yaml:3:36 objectives[0]: unknown key "taget"; did you mean "target"?',
    ],
    [
      `servce: x\n${file('{ name: a, kind: cost, budget: 5 }')}`,
      'slo.yaml:1:1 objectives: unknown key "servce"; did you mean "service"?',
    ],
    [
      file('{ name: a, kind: cost, budget: 5, match: { modle: x } }'),
      'slo.yaml:3:48 objectives[0].match: unknown key "modle"; did you mean "model"?',
    ],
    [
      file(
        '{ name: a, kind: availability, target: 99, classes: { sever: good } }'
      ),
      'slo.yaml:3:59 objectives[0].classes: unknown key "sever"; did you mean "server"?',
    ],
    [
      file('{ name: a, kind: cost, budget: 5, wholly: other }'),
      'slo.yaml:3:39 objectives[0]: unknown key "wholly"; known: kind, name, description, match, groupBy, page, alerts, exclude, only, budget',
    ],
  ] as const) {
    it(`is answered with: ${line}`, () => {
      assert.throws(() => parseObjectives(text), { message: line });
    });
  }

  for (const [config, message] of [
    [
      { capturContent: 'span' },
      'unknown option "capturContent"; did you mean "captureContent"?',
    ],
    [
      { providers: [{ name: 'a', hots: ['x'], hosts: ['x'] }] },
      'providers[0]: unknown key "hots"; did you mean "hosts"?',
    ],
    [
      { cost: { prices: { openai: { m: { input: 1, ouput: 2 } } } } },
      'cost.prices.openai.m: unknown key "ouput"; did you mean "output"?',
    ],
  ] as const) {
    it(`is answered with: ${message}`, () => {
      assert.throws(() => resolveConfig(config as object, {}), { message });
    });
  }

  for (const [typed, error] of [
    [
      'slo reprot',
      'otel-genai: unknown command "slo reprot"; did you mean "slo report"?\n',
    ],
    [
      'slo report --promtheus x',
      'slo report: unknown option "--promtheus"; did you mean "--prometheus"?\n',
    ],
  ] as const) {
    it(`is answered with: ${error.trim()}`, async () => {
      assert.equal((await runCommand(typed.split(' '))).error, error);
    });
  }

  it('is not looked for in texts that are far from any name, or very long', () => {
    assert.equal(nearest('elephant', ['target', 'kind']), undefined);
    assert.equal(nearest('target'.repeat(20_000), ['target']), undefined);
  });
});

describe('a provider that is in no table', () => {
  const about = (provider: string) =>
    parseObjectives(
      file(
        `{ name: a, kind: availability, target: 99, match: { provider: ${provider} } }`
      )
    );

  for (const [provider, environment, warnings] of [
    [
      'openia',
      {},
      ['a: provider openia is in no table; did you mean "openai"?'],
    ],
    [
      'corp-gateway',
      {},
      [
        'a: provider corp-gateway is in no table; name its hosts in OTEL_INSTRUMENTATION_GENAI_PROVIDERS if it is your own',
      ],
    ],
    [
      'corp-gateway',
      { OTEL_INSTRUMENTATION_GENAI_PROVIDERS: 'x=corp-gateway' },
      [],
    ],
    ['openai', {}, []],
    ["'open*'", {}, []],
  ] as const) {
    it(`is ${warnings.length === 0 ? 'not ' : ''}warned of: ${provider} with ${JSON.stringify(environment)}`, () => {
      assert.deepEqual(
        objectiveWarnings(about(provider), environment),
        warnings
      );
    });
  }

  it('is warned of in the variable of providers where it is nearly another', () => {
    const OTEL_INSTRUMENTATION_GENAI_PROVIDERS =
      'a.example=openia, b.example=corp, c.example=openai';
    assert.deepEqual(
      variableWarnings({ OTEL_INSTRUMENTATION_GENAI_PROVIDERS }),
      [
        'OTEL_INSTRUMENTATION_GENAI_PROVIDERS: provider openia is in no table; did you mean "openai"?',
      ]
    );
  });
});

describe('a number without its unit', () => {
  for (const [member, line] of [
    ['threshold: 2', 'threshold: 2 has no unit: write 2s or 2ms'],
    ['threshold: 0.5', 'threshold: 0.5 has no unit: write 0.5s or 0.5ms'],
    ["threshold: '2'", 'threshold: 2 has no unit: write 2s or 2ms'],
  ] as const) {
    it(`is refused: ${member}`, () => {
      assert.throws(
        () =>
          parseObjectives(
            file(`{ name: a, kind: latency, target: 99, ${member} }`)
          ),
        { message: `slo.yaml:3:54 objectives[0].${line}` }
      );
    });
  }

  it('is refused for a rate', () => {
    assert.throws(
      () => parseObjectives(file('{ name: a, kind: throughput, min: 10 }')),
      {
        message:
          'slo.yaml:3:39 objectives[0].min: 10 has no unit: write 10/s, 10/min or 10/h',
      }
    );
  });

  it('is refused in code', () => {
    const given = {
      service: 'chat',
      objectives: [{ name: 'a', kind: 'latency', threshold: 2, target: 99 }],
    };
    assert.throws(() => resolveObjectives(given), {
      message: 'objectives[0].threshold: 2 has no unit: write 2s or 2ms',
    });
  });
});

describe('a file of objectives that has nothing in it', () => {
  for (const text of ['', '\n\n', '# to be written\n', '---\n']) {
    it(`is called empty: ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseObjectives(text, 'our.yaml'), {
        message:
          'our.yaml: the file is empty; otel-genai slo init writes one to start from',
      });
    });
  }
});

describe('a file of far too many objectives', () => {
  const many = (count: number) =>
    `service: chat\nobjectives:\n${Array.from({ length: count }, (_, index) => `  - { name: a${index}, kind: cost, budget: 1 }\n`).join('')}`;

  it('is refused at once, before it is read as YAML', () => {
    const folder = mkdtempSync(join(tmpdir(), 'genai-many-'));
    const path = join(folder, 'slo.yaml');
    writeFileSync(path, many(100_000));
    const begin = process.cpuUsage();
    assert.throws(
      () => loadObjectives(path),
      /slo\.yaml: the file is too large: \d+ kB; the limit is 256 kB\. Split it into one file per service$/
    );
    assert.throws(() => parseObjectives(many(100_000)), /too large/);
    const { user } = process.cpuUsage(begin);
    rmSync(folder, { recursive: true });
    assert.ok(user < 1e6, `${user / 1000} ms of CPU`);
  });

  it('is refused for their number where it is short', () => {
    assert.throws(() => parseObjectives(many(501)), {
      message:
        'slo.yaml:3:3 objectives: 501 were given; at most 500 are allowed',
    });
    const item = { name: 'a', kind: 'cost', budget: 1 };
    assert.throws(
      () =>
        resolveObjectives({
          service: 'chat',
          objectives: new Array<object>(100_000).fill(item),
        }),
      { message: 'objectives: 100000 were given; at most 500 are allowed' }
    );
  });

  it('lists fifty mistakes and counts the rest', () => {
    const text = `service: chat\nobjectives: [${'{},'.repeat(200)}]\n`;
    assert.throws(
      () => parseObjectives(text),
      (error: Error) => {
        const lines = error.message.split('\n');
        assert.equal(lines.length, 51);
        assert.equal(lines.at(-1), 'and 150 more mistakes');
        return true;
      }
    );
  });
});
