// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Said } from '../unit/cli/run-command.ts';

const root = new URL('../../', import.meta.url);
const [fetched, requested] = ['fetch', 'node:http'].map(
  api =>
    `✔ a call by ${api}: one span, chat otel-genai-doctor-${api.replace('node:', '')}`
);
const NAME = 'gen_ai.client.operation.duration';
const measured = `✔ ${NAME} was recorded`;
const seenCalls = [fetched!, requested!, /^– 0 of 2 have an HTTP span$/];
const sent = [
  /^✔ spans go to OTLPTraceExporter, http:\/\/localhost:\d+$/,
  /^✔ metrics go to OTLPMetricExporter, http:\/\/localhost:\d+$/,
];
const conventional = '✔ its boundaries are those of the conventions';

/** What the doctor says of each setup, after the line with the command and before the destinations. */
const SETUPS: Record<string, (string | RegExp)[]> = {
  good: [...seenCalls, measured, conventional],
  protobuf: [...seenCalls, measured, conventional],
  'without ours': [
    /^✖ calls leave no span and no metrics: the application loads opentelemetry-instrumentation-genai but does not use it\./,
  ],
  'a view': [
    ...seenCalls,
    measured,
    /^✖ its boundaries are not those of the conventions \(0\.01, /,
  ],
  exponential: [...seenCalls, measured, /^✖ its boundaries are not those/],
  'two views': [
    ...seenCalls,
    `✖ ${NAME} counts 4 calls instead of 2: do two views select it?`,
    /^✖ its boundaries are not those/,
  ],
};

describe('otel-genai doctor', () => {
  it('finds all well with register in this repository', async () => {
    const said = await doctor([]);
    assert.deepEqual(marks(said), { code: 0, wrong: [] });
    assert.deepEqual(seen(said), [
      fetched,
      requested,
      '✔ an HTTP span for each',
      measured,
      conventional,
      '✔ metrics go to PrometheusExporter, scraped at 127.0.0.1:9464',
      '',
      '0 problems, 0 warnings',
    ]);
  });

  for (const [setup, lines] of Object.entries(SETUPS)) {
    it(`reads what is registered by a setup: ${setup}`, async () => {
      const said = await doctor(
        ['--require', './test/package/setups/telemetry.cjs'],
        { SETUP: setup }
      );
      const found = seen(said);
      [...lines, ...sent].forEach((line, index) =>
        typeof line === 'string'
          ? assert.equal(found[index], line)
          : assert.match(found[index]!, line)
      );
      const problems = lines.filter(line => String(line).includes('✖')).length;
      assert.match(
        found.at(-1)!,
        new RegExp(`^${problems} problems?, \\d warnings?$`)
      );
      assert.equal(said.code, problems > 0 ? 1 : 0);
    });
  }

  it('reads exporters and readers that a setup has in code', async () => {
    const said = await doctor([
      '--require',
      './test/package/setups/own-readers.cjs',
    ]);
    const found = seen(said);
    assert.equal(said.code, 0, found.join('\n'));
    assert.deepEqual(found.slice(3, 6), [
      measured,
      conventional,
      '✔ spans go to OTLPTraceExporter, http://127.0.0.1:4999',
    ]);
    assert.match(
      found[6]!,
      /^✔ metrics go to PrometheusExporter, scraped at 127\.0\.0\.1:\d+$/
    );
    assert.match(
      found[7]!,
      /^! no server listens on http:\/\/127\.0\.0\.1:4999 now \(ECONNREFUSED\)/
    );
  });

  it('looks into the application that a command starts, and stops it', async () => {
    const said = await doctor(
      ['--', process.execPath, './test/package/setups/server.cjs'],
      { SETUP: 'good', NODE_OPTIONS: '--no-warnings' }
    );
    assert.deepEqual(seen(said).slice(0, 2), [fetched, requested]);
    const [, pid = ''] = /pid (\d+)/.exec(said.out) ?? [];
    assert.throws(() => process.kill(Number(pid), 0), { code: 'ESRCH' });
  });

  it('runs a setup in TypeScript by tsx', async () => {
    const said = await doctor(['--import', './test/package/setups/typed.ts']);
    assert.match(
      said.out,
      /^node --import tsx --import \.\/test\/package\/setups\/typed\.ts …$/m
    );
    assert.deepEqual(seen(said).slice(0, 2), [fetched, requested]);
    assert.equal(said.code, 0);
  });

  for (const [variables, lines] of [
    [
      { OTEL_TRACES_EXPORTER: 'consol' },
      [
        '✖ OTEL_TRACES_EXPORTER: unknown value "consol"; did you mean console?',
        '– calls leave no span: OTEL_TRACES_EXPORTER: unknown value "consol"; did you mean console?',
        '1 problem, 0 warnings',
      ],
    ],
    [
      { OTEL_TRACES_EXPORTER: 'none' },
      [
        '! OTEL_TRACES_EXPORTER=none: no spans are sent',
        '– calls leave no span: OTEL_TRACES_EXPORTER=none: no spans are sent',
        '0 problems, 1 warning',
      ],
    ],
    [
      { OTEL_METRICS_EXPORTER: 'prom' },
      [
        '✖ OTEL_METRICS_EXPORTER: unknown value "prom"; did you mean prometheus?',
        `– ${NAME}: no metrics: OTEL_METRICS_EXPORTER: unknown value "prom"; did you mean prometheus?`,
      ],
    ],
    [
      { OTEL_TRACES_SAMPLER: 'always_off' },
      [
        '! OTEL_TRACES_SAMPLER=always_off: there are no spans; metrics are not sampled',
        '– calls leave no span: OTEL_TRACES_SAMPLER=always_off: there are no spans; metrics are not sampled',
      ],
    ],
  ] as const) {
    it(`tries the variables as they are: ${JSON.stringify(variables)}`, async () => {
      const { out } = await doctor([], variables);
      for (const line of lines) assert.ok(out.includes(`${line}\n`), out);
    });
  }

  it('looks for the boundaries of objectives', async () => {
    const own = ['--require', './test/package/setups/telemetry.cjs'];
    const file = ['--slo', 'slo/slo.yaml'];
    const without = await doctor([...own, ...file], { SETUP: 'good' });
    assert.match(
      without.out,
      /^✖ its boundaries are not those of the objectives \(0\.\d+, .*: give the application the file/m
    );
    const variable = { OTEL_INSTRUMENTATION_GENAI_SLO: 'slo/slo.yaml' };
    const said = await doctor(own, { SETUP: 'good', ...variable });
    assert.deepEqual(marks(said), { code: 0, wrong: [] });
    assert.match(said.out, /^✔ its boundaries are those of the objectives$/m);
  });

  it('says what variables do', async () => {
    const said = await doctor([], {
      OTEL_INSTRUMENTATION_GENAI_SLO: 'not-there.yaml',
      OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'genai,undici',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
    });
    assert.equal(said.code, 1);
    for (const line of [
      '✖ OTEL_INSTRUMENTATION_GENAI_SLO: "not-there.yaml" was given; allowed: a file of objectives, as written by otel-genai slo init; this one cannot be read (ENOENT). The option slo stays at its default until OTEL_INSTRUMENTATION_GENAI_SLO is corrected; everything else works.',
      '✖ OTEL_NODE_DISABLED_INSTRUMENTATIONS=genai: calls to models are not observed',
      '! OTEL_NODE_DISABLED_INSTRUMENTATIONS=undici: there is no HTTP span below some calls',
      '✖ OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" was given; allowed: a URL, as in http://127.0.0.1:4318',
      '– calls leave no span and no metrics: OTEL_NODE_DISABLED_INSTRUMENTATIONS=genai',
    ]) {
      assert.ok(said.out.includes(`${line}\n`), `${line}\n${said.out}`);
    }
  });

  it('prints no password, key or control character', async () => {
    const { out, error } = await doctor(
      ['--require', './test/package/setups/leaking.cjs'],
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'user:pa%ss-w0rd@collector:4318',
        OTEL_INSTRUMENTATION_GENAI_PROVIDERS: 'me:hunter22@gateway=openai',
      }
    );
    assert.doesNotMatch(out + error, /pa%ss-w0rd|hunter22|sk-leaked/);
    assert.ok(!out.includes('\u001b'));
    assert.match(out, /the application wrote: .*\*\*\*/);
  });

  it('says where a server listens, and where a port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const here = `127.0.0.1:${port}`;
    const { out } = await doctor([], {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://${here}`,
      OTEL_EXPORTER_PROMETHEUS_PORT: String(port),
    });
    server.close();
    server.closeAllConnections();
    assert.ok(
      out.includes(
        `✔ OTEL_EXPORTER_OTLP_ENDPOINT: a server listens on ${here}\n`
      ),
      out
    );
    assert.ok(out.includes(`– ${here} is in use (EADDRINUSE): `), out);
  });

  it('says why an application did not start', async () => {
    const { code, out } = await doctor(['--require', './not-there.cjs']);
    assert.equal(code, 1);
    assert.match(
      out,
      /^– the application wrote: [^]*Cannot find module '.\/not-there\.cjs'/m
    );
    assert.match(
      out,
      /^✖ the application could not be inspected: it ended \(exit code 1\) before it had started$/m
    );
    const missing = await doctor(['--', 'no-such-program']);
    assert.match(
      missing.out,
      /^✖ .*: it ended \(spawn no-such-program ENOENT\)/m
    );
  });
});

/** Runs the built program: it loads files of its own into the application. */
async function doctor(
  options: readonly string[],
  environment: Record<string, string> = {}
): Promise<Said> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(
    process.execPath,
    ['dist/esm/cli/main.js', 'doctor', ...options],
    {
      cwd: fileURLToPath(root),
      env: { PATH, HOME, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    }
  );
  let out = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', text => (out += text));
  child.stderr.setEncoding('utf8').on('data', text => (error += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, error };
}

function marks({ code, out }: Said) {
  const wrong = out.split('\n').filter(line => line.startsWith('✖'));
  return { code, wrong };
}

/** The lines after the one with the command. */
function seen({ out }: Said): string[] {
  const [, after = ''] = out.split(/^(?:node --.*|\/.*server\.cjs)$\n/m);
  return after
    .replace(/^– the application wrote.*\n/, '')
    .trimEnd()
    .split('\n');
}
