// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NODE, PEERS, within } from '../../src/cli/doctor/packages.ts';
import { runCommand, type Said } from '../unit/cli/run-command.ts';

const root = new URL('../../', import.meta.url);
const read = (file: string): string =>
  readFileSync(new URL(file, root), 'utf8');
const { engines, peerDependencies } = JSON.parse(read('package.json')) as {
  engines: { node: string };
  peerDependencies: Record<string, string>;
};

const [fetched, requested] = ['fetch', 'node:http'].map(
  api =>
    `✔ a call by ${api}: one span, chat otel-genai-doctor-${api.replace('node:', '')}`
);
const measured = '✔ gen_ai.client.operation.duration has come';

/** What the doctor says of each setup, after the line with the flags. */
const SETUPS: Record<string, (string | RegExp)[]> = {
  good: [
    fetched!,
    requested!,
    /^– 0 of 2 have an HTTP span$/,
    measured,
    '✔ its boundaries are those of the conventions',
  ],
  protobuf: [
    fetched!,
    requested!,
    /^– 0 of 2 have an HTTP span$/,
    measured,
    '✔ its boundaries are those of the conventions',
  ],
  'without ours': [
    /^✖ a call by fetch: no span has come\. Is GenAIInstrumentation in the list/,
    /^✖ a call by node:http: no span has come\./,
    /^– 0 of 2 have an HTTP span$/,
    /^✖ gen_ai\.client\.operation\.duration: no metrics have come$/,
  ],
  'a view': [
    fetched!,
    requested!,
    /^– 0 of 2/,
    measured,
    /^✖ its boundaries are not those of the conventions \(0\.01, /,
  ],
  exponential: [
    fetched!,
    requested!,
    /^– 0 of 2/,
    measured,
    /^✖ its boundaries are not those/,
  ],
  'two views': [
    fetched!,
    requested!,
    /^– 0 of 2/,
    '✖ gen_ai.client.operation.duration counts 4 calls of 2: do two views select it?',
    /^✖ its boundaries are not those/,
  ],
};

describe('otel-genai doctor', () => {
  it('knows the versions that package.json asks for', () => {
    const ranges = Object.entries(PEERS).map(([name, { range }]) => [
      name,
      range,
    ]);
    assert.deepEqual(Object.fromEntries(ranges), peerDependencies);
    assert.equal(NODE, engines.node);
  });

  for (const [version, range, is] of [
    ['1.9.0', '^1.9.0', true],
    ['1.8.9', '^1.9.0', false],
    ['2.0.0', '^1.9.0', false],
    ['0.200.0-rc.1', '>=0.200.0 <1', true],
    ['1.0.0', '>=0.200.0 <1', false],
    ['0.57.2', '>=0.200.0 <1', false],
    ['3.1.1', '>=2 <4', true],
    ['4.0.0', '>=2 <4', false],
    ['20.19.0', NODE, true],
    ['21.7.0', NODE, false],
    ['22.14.0', NODE, false],
    ['26.0.0', NODE, true],
  ] as const) {
    it(`takes ${version} for ${is ? 'one' : 'none'} of ${range}`, () => {
      assert.equal(within(version, range), is);
    });
  }

  it('finds all well with register in this repository', async () => {
    const said = await doctor([]);
    assert.deepEqual(marks(said), { code: 0, wrong: [] });
    assert.deepEqual(seen(said), [
      fetched,
      requested,
      '✔ an HTTP span for each',
      measured,
      '✔ its boundaries are those of the conventions',
    ]);
  });

  for (const [setup, lines] of Object.entries(SETUPS)) {
    it(`sees what is so with a setup: ${setup}`, async () => {
      const said = await doctor(
        ['--require', './test/package/setups/telemetry.cjs'],
        {
          SETUP: setup,
        }
      );
      const found = seen(said);
      assert.equal(found.length, lines.length, found.join('\n'));
      lines.forEach((line, index) =>
        typeof line === 'string'
          ? assert.equal(found[index], line)
          : assert.match(found[index]!, line)
      );
      assert.equal(
        said.code,
        lines.some(line => String(line).includes('✖')) ? 1 : 0
      );
    });
  }

  it('looks for the boundaries of objectives', async () => {
    const own = ['--require', './test/package/setups/telemetry.cjs'];
    const file = ['--slo', 'slo/slo.yaml'];
    const without = await doctor([...own, ...file], { SETUP: 'good' });
    assert.match(
      seen(without).at(-1)!,
      /^✖ its boundaries are not those of the objectives \(0\.1, /
    );
    const variable = { OTEL_INSTRUMENTATION_GENAI_SLO: 'slo/slo.yaml' };
    const said = await doctor(own, { SETUP: 'good', ...variable });
    assert.deepEqual(marks(said), { code: 0, wrong: [] });
    assert.equal(
      seen(said).at(-1),
      '✔ its boundaries are those of the objectives'
    );
  });

  it('says what variables do', async () => {
    const said = await doctor([], {
      OTEL_INSTRUMENTATION_GENAI_PROVIDER: 'x=openai',
      OTEL_INSTRUMENTATION_GENAI_SLO: 'not-there.yaml',
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'genai,undici',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
    });
    const { code, wrong } = marks(said);
    assert.equal(code, 1);
    assert.deepEqual(wrong.slice(0, 4), [
      '✖ OTEL_INSTRUMENTATION_GENAI_PROVIDER: not known here; known: OTEL_INSTRUMENTATION_GENAI_PROVIDERS, OTEL_INSTRUMENTATION_GENAI_COST, OTEL_INSTRUMENTATION_GENAI_SLO, OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT',
      '✖ OTEL_INSTRUMENTATION_GENAI_SLO: "not-there.yaml" was given; allowed: a file of objectives, as otel-genai slo init writes one; this one cannot be read (ENOENT)',
      '✖ OTEL_NODE_DISABLED_INSTRUMENTATIONS=genai: calls of models are not looked at',
      '✖ OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" was given; allowed: a URL as http://127.0.0.1:4318',
    ]);
    assert.ok(
      said.out.includes(
        '– OTEL_NODE_DISABLED_INSTRUMENTATIONS=undici: there is no HTTP span below some calls\n'
      )
    );
  });

  it('says who listens, and where a port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const here = `127.0.0.1:${port}`;
    const { out } = await doctor([], {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://${here}`,
      OTEL_EXPORTER_PROMETHEUS_PORT: String(port),
    });
    server.close();
    assert.ok(
      out.includes(
        `✔ OTEL_EXPORTER_OTLP_ENDPOINT: somebody listens on ${here}\n`
      ),
      out
    );
    assert.ok(out.includes(`– ${here} is taken (EADDRINUSE): `), out);
  });

  it('says what the application said that could not start', async () => {
    const { code, out } = await doctor(['--require', './not-there.cjs']);
    assert.equal(code, 1);
    assert.match(
      out,
      /^– the application said: [^]*Cannot find module '.\/not-there\.cjs'/m
    );
  });
});

function doctor(
  options: readonly string[],
  environment: Record<string, string> = {}
): Promise<Said> {
  const { PATH = '', HOME = '' } = process.env;
  return runCommand(['doctor', ...options], { PATH, HOME, ...environment });
}

function marks({ code, out }: Said) {
  const wrong = out.split('\n').filter(line => line.startsWith('✖'));
  return { code, wrong };
}

/** The lines after the one with the flags. */
function seen({ out }: Said): string[] {
  const [, after = ''] = out.split(/^node --.*$\n/m);
  return after.trimEnd().split('\n');
}
