// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';
import { SAMPLE_OBJECTIVES } from '../../../src/cli/slo/sample-objectives.ts';
import { inFolder, runCommand } from './run-command.ts';

describe('otel-genai slo', () => {
  it('init writes the sample once', () =>
    inFolder(async path => {
      const file = path('slo.yaml');
      const init = ['slo', 'init', '--file', file];
      assert.equal((await runCommand(init)).code, 0);
      assert.equal(readFileSync(file, 'utf8'), SAMPLE_OBJECTIVES);
      writeFileSync(file, 'mine');
      assert.deepEqual(await runCommand(init), {
        code: 1,
        out: '',
        error: `${file} exists; --force overwrites it\n`,
      });
      assert.equal(readFileSync(file, 'utf8'), 'mine');
      assert.equal((await runCommand([...init, '--force'])).code, 0);
      assert.equal(readFileSync(file, 'utf8'), SAMPLE_OBJECTIVES);
    }));

  it('init writes the name of the service, and a selector for its job', () =>
    inFolder(async path => {
      const file = path('slo.yaml');
      const init = ['slo', 'init', '--file', file, '--service'];
      const { code, out } = await runCommand([...init, 'chat']);
      assert.equal(code, 0);
      assert.match(out, /job="chat"/);
      const { service, prometheus } = parse(readFileSync(file, 'utf8')) as {
        service: string;
        prometheus: object;
      };
      assert.deepEqual(
        { service, prometheus },
        { service: 'chat', prometheus: { selector: 'job="chat"' } }
      );
      const rules = ['slo', 'rules', '--file', file, '--out', path('out')];
      assert.doesNotMatch((await runCommand(rules)).out, /selector/);
      assert.doesNotMatch(
        readFileSync(path('out/rules/_causes.rules.yml'), 'utf8'),
        /GenAISLOSelectorMissing/
      );
      const refused = await runCommand([...init, 'a "b"', '--force']);
      assert.equal(refused.code, 1);
      assert.match(refused.error, /service/);
    }));

  it('init says why a file cannot be written', () =>
    inFolder(async path => {
      const file = path('not/there/slo.yaml');
      const { code, error } = await runCommand(['slo', 'init', '--file', file]);
      assert.deepEqual([code, error], [1, `${file}: ENOENT\n`]);
    }));

  it('check says what is promised', () =>
    inFolder(async path => {
      writeFileSync(
        path('slo.yaml'),
        `service: chat
window: 7d
objectives:
  - { name: a, kind: availability, target: 99.95, match: { provider: openai, model: [m, n*], stream: true } }
  - { name: e, kind: errorRate, max: 0.1, groupBy: [] }
  - { name: lat, kind: latency, threshold: 2s, target: 99, groupBy: [model] }
  - { name: t, kind: throughput, min: 10/min }
  - { name: c, kind: cost, budget: 500 }
  - { name: o, kind: availability, target: 99.5, source: operation }
`
      );
      assert.deepEqual(
        await runCommand(['slo', 'check', '--file', path('slo.yaml')]),
        {
          code: 0,
          error: '',
          out: `chat, in any 7d:
  a    99.95 % of the calls succeed (openai, m or n*, streams), for each provider and model
  e    at most 0.1 % of the calls fail
  lat  99 % of the answers take 2 s or less, for each model
  t    99 % of the minutes have 10 answers or more
  c    calls cost at most 500 USD
  o    99.5 % of the operations succeed
! prometheus.selector is not set: the rules read the calls of all jobs. If there are several jobs and one is not named after chat, the rules hold pages back. If other applications share your Prometheus, set it, as in selector: job="chat"
`,
        }
      );
    }));

  it('check names every mistake', () =>
    inFolder(async path => {
      const file = path('slo.yaml');
      writeFileSync(file, 'service: chat\nwindow: 1d\nobjectives: 5\n');
      assert.deepEqual(await runCommand(['slo', 'check', '--file', file]), {
        code: 1,
        out: '',
        error: `${file}:2:9 window: "1d" was given; allowed: 7d, 28d, 30d, 90d, month
${file}:3:13 objectives: 5 was given; allowed: a list of at least one objective
`,
      });
    }));

  it('rules takes away what belongs to an objective that is no more', () =>
    inFolder(async path => {
      const file = path('slo.yaml');
      const out = path('out');
      const rules = ['slo', 'rules', '--file', file, '--out', out];
      const objective = (name: string) =>
        `  - { name: ${name}, kind: availability, target: 99 }\n`;
      writeFileSync(
        file,
        `service: chat\nobjectives:\n${objective('a')}${objective('b')}`
      );
      assert.equal((await runCommand([...rules, '--compat'])).code, 0);
      assert.deepEqual(readdirSync(path('out/rules')), [
        '_causes.rules.yml',
        '_compat.rules.yml',
        '_report.rules.yml',
        'a.rules.yml',
        'b.rules.yml',
      ]);
      writeFileSync(path('out/rules/own.rules.yml'), 'groups: []\n');
      writeFileSync(file, `service: chat\nobjectives:\n${objective('a')}`);
      const { out: said } = await runCommand(rules);
      assert.deepEqual(readdirSync(path('out/rules')), [
        '_causes.rules.yml',
        '_report.rules.yml',
        'a.rules.yml',
        'own.rules.yml',
      ]);
      assert.ok(said.includes(`${path('out/rules/b.rules.yml')}: removed`));
    }));

  it('rules writes over nothing that somebody else wrote', () =>
    inFolder(async path => {
      const file = path('slo.yaml');
      writeFileSync(file, SAMPLE_OBJECTIVES);
      mkdirSync(path('out'));
      writeFileSync(path('out/alertmanager.yml'), 'receivers: []\n');
      const { code, error } = await runCommand([
        ...['slo', 'rules', '--file', file, '--out', path('out')],
      ]);
      assert.equal(code, 1);
      assert.equal(
        error,
        `${path('out/alertmanager.yml')} exists and was not generated by otel-genai; move it away first\n`
      );
      assert.equal(
        readFileSync(path('out/alertmanager.yml'), 'utf8'),
        'receivers: []\n'
      );
    }));

  it('test says what it lacks', () =>
    inFolder(async path => {
      const test = ['slo', 'test', '--out', path('out')];
      assert.deepEqual(await runCommand(test), {
        code: 1,
        out: '',
        error: `${path('out/rules')} has no *.rules.yml. Generate them with: otel-genai slo rules\n`,
      });
      writeFileSync(path('slo.yaml'), SAMPLE_OBJECTIVES);
      await runCommand([
        ...['slo', 'rules', '--file', path('slo.yaml'), '--out', path('out')],
      ]);
      const { code, error } = await runCommand([
        ...test,
        '--promtool',
        path('no-promtool'),
      ]);
      assert.equal(code, 1);
      assert.match(error, /no-promtool: cannot be run \(ENOENT\)/);
    }));

  it('test tells what failed, and that it did', () =>
    inFolder(async path => {
      writeFileSync(path('slo.yaml'), SAMPLE_OBJECTIVES);
      await runCommand([
        ...['slo', 'rules', '--file', path('slo.yaml'), '--out', path('out')],
      ]);
      // A program that likes rules, and no test.
      writeFileSync(
        path('promtool'),
        '#!/bin/sh\nif [ "$1" = check ]; then exit 0; fi\necho not so; exit 1\n',
        { mode: 0o755 }
      );
      const { code, out, error } = await runCommand([
        ...['slo', 'test', '--out', path('out')],
        ...['--promtool', path('promtool')],
      ]);
      assert.equal(code, 1);
      assert.match(out, /^✔ 5 rule files\n✘ .*_causes\.test\.yml\n/);
      assert.match(error, /^not so\n/);
    }));

  it('views prints a block of a configuration file', () =>
    inFolder(async path => {
      writeFileSync(path('slo.yaml'), SAMPLE_OBJECTIVES);
      const { out } = await runCommand([
        ...['slo', 'views', '--file', path('slo.yaml')],
      ]);
      const { meter_provider } = parse(out) as {
        meter_provider: { views: { selector: { instrument_name: string } }[] };
      };
      assert.ok(
        meter_provider.views.some(
          ({ selector }) =>
            selector.instrument_name === 'gen_ai.client.operation.duration'
        )
      );
      assert.equal(existsSync(path('slo')), false);
    }));

  it('writes names that YAML 1.1 has other ideas about as the texts that they are', () =>
    inFolder(async path => {
      writeFileSync(
        path('slo.yaml'),
        `service: "on"
objectives:
${['yes', 'off', '0o17', '1_000', '2026-11-26'].map(name => `  - { name: "${name}", kind: availability, target: 99 }`).join('\n')}
`
      );
      const { out } = await runCommand([
        ...['slo', 'export', '--file', path('slo.yaml'), '--format', 'sloth'],
      ]);
      // What Kubernetes and its like read.
      const { service, slos } = parse(out, { version: '1.1' }) as {
        service: unknown;
        slos: { name: unknown }[];
      };
      assert.deepEqual(
        [service, ...slos.map(({ name }) => name)],
        ['on', 'yes', 'off', '0o17', '1_000', '2026-11-26']
      );
    }));

  for (const format of ['sloth', 'pyrra', 'openslo']) {
    it(`export says in ${format} what it can, and beside it what it cannot`, () =>
      inFolder(async path => {
        const file = path('slo.yaml');
        writeFileSync(
          file,
          `${SAMPLE_OBJECTIVES}  - { name: spend, kind: cost, budget: 5 }\n`
        );
        const words = [
          ...['slo', 'export', '--file', file, '--format', format],
        ];
        const { code, out, error } = await runCommand(words);
        assert.equal(code, 0);
        const documents = parseAllDocuments(out);
        assert.ok(documents.length > 0);
        for (const { errors } of documents) assert.deepEqual(errors, []);
        assert.match(error, /^spend: is not exported: /m);
        const output = path('exported.yaml');
        await runCommand([...words, '--output', output]);
        assert.equal(readFileSync(output, 'utf8'), out);
      }));
  }
});
