// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// What a newcomer meets on each line of OpenTelemetry besides spans: the doctor's verdict on setups that are right and
// on settings that are wrong, and the options in a configuration file.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OURS = 'opentelemetry-instrumentation-genai';
const setups = fileURLToPath(new URL('../package/setups', import.meta.url));

/**
 * @param folder An installation of the application.
 * @param copyOf Copies it to a folder beside it.
 * @param relabel Changes the version that a copy of the API has.
 * @param observeApp Runs an application and collects what it sends.
 * @returns rows of { name, client, wrong(node) }.
 */
export function doorRows(folder, { copyOf, relabel, observeApp }) {
  cpSync(setups, join(folder, 'setups'), { recursive: true, force: true });
  const strict = strictLayout(folder);
  const older = olderApi(folder, copyOf, relabel);
  // Once: the cells of a row run side by side, and one would read what another is writing.
  const file = optionsFile(folder);
  const rows = {
    'the strict layout of pnpm': node =>
      finds(node, strict, [], {}, 0, [/^✔ a call by fetch: one span/m]),
    'readers and exporters in code': node =>
      finds(node, folder, ['--require', './setups/own-readers.cjs'], {}, 0, [
        /^✔ spans go to OTLPTraceExporter, http:\/\/127\.0\.0\.1:4999$/m,
        /^✔ metrics go to PrometheusExporter, scraped at /m,
      ]),
    'two copies of the API': node =>
      finds(
        node,
        folder,
        ['--require', './setups/two-apis.cjs'],
        { OTHER: older },
        1,
        [/^✖ two copies of @opentelemetry\/api: /m]
      ),
    'variables that nothing understands': node =>
      finds(
        node,
        folder,
        [],
        {
          OTEL_TRACES_EXPORTER: 'consol',
          OTEL_METRICS_EXPORTER: 'prom',
          OTEL_TRACES_SAMPLER: 'ratio',
          OTEL_EXPORTER_OTLP_PROTOCOL: 'http',
          OTEL_SEMCONV_STABILITY_OPT_IN: 'gen_ai_latest',
        },
        1,
        [
          /^✖ OTEL_TRACES_EXPORTER: unknown value "consol"; did you mean console\?$/m,
          /^✖ OTEL_METRICS_EXPORTER: unknown value "prom"; did you mean prometheus\?$/m,
          /^✖ OTEL_TRACES_SAMPLER: unknown value "ratio"/m,
          /^✖ OTEL_EXPORTER_OTLP_PROTOCOL: unknown value "http"/m,
          /^✖ OTEL_SEMCONV_STABILITY_OPT_IN: unknown value "gen_ai_latest"/m,
        ]
      ),
    'variables that leave no span': node =>
      finds(node, folder, [], { OTEL_TRACES_EXPORTER: 'none' }, 0, [
        /^! OTEL_TRACES_EXPORTER=none: no spans are sent$/m,
      ]),
    'options in a configuration file': async node =>
      takesOptions(await observeApp(configured(node, folder, file))),
  };
  return Object.entries(rows).map(([name, wrong]) => ({
    name,
    client: name.startsWith('options') ? 'fetch' : 'doctor',
    wrong,
  }));
}

/** Runs the doctor. Returns what is wrong with its verdict, or undefined. */
async function finds(node, cwd, options, environment, code, lines) {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(
    node,
    [join(cwd, `node_modules/${OURS}/dist/esm/cli/main.js`), 'doctor'].concat(
      options
    ),
    {
      cwd,
      env: { PATH, HOME, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    }
  );
  let out = '';
  child.stdout.setEncoding('utf8').on('data', text => (out += text));
  const [actual] = await once(child, 'close');
  const missing = lines.filter(line => !line.test(out));
  return actual === code && missing.length === 0
    ? undefined
    : `exit code ${actual}, without ${missing.join()}\n${out}`;
}

/** A folder in which an application sees only the packages that it names. */
function strictLayout(folder) {
  const strict = `${folder}-strict`;
  rmSync(strict, { recursive: true, force: true });
  for (const name of [
    OURS,
    '@opentelemetry/sdk-node',
    '@opentelemetry/instrumentation-undici',
    '@opentelemetry/instrumentation-http',
  ]) {
    const link = join(strict, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(folder, 'node_modules', name), link, 'junction');
  }
  return strict;
}

/** A copy of the installation whose API is of an older version. */
function olderApi(folder, copyOf, relabel) {
  const older = copyOf(folder, 'older');
  const api = join(older, 'node_modules/@opentelemetry/api');
  const { version } = JSON.parse(
    readFileSync(join(api, 'package.json'), 'utf8')
  );
  const [major, minor] = version.split('.').map(Number);
  relabel(api, version, `${major}.${minor - 1}.7`);
  return older;
}

function optionsFile(folder) {
  const file = join(folder, 'options.yaml');
  writeFileSync(
    file,
    `file_format: '1.0'
tracer_provider:
  processors:
    - simple: { exporter: { otlp_http: { endpoint: '\${LLM_COLLECTOR}/v1/traces', encoding: json } } }
instrumentation/development:
  js:
    genai: { chunkMetrics: false, captureContent: span }
`
  );
  return file;
}

function configured(node, folder, file) {
  return {
    node,
    app: join(folder, 'apps/app.cjs'),
    cwd: folder,
    flags: ['--require', `${OURS}/register`],
    collectorVariable: 'LLM_COLLECTOR',
    // An SDK that reads no file goes by the variables.
    env: { OTEL_CONFIG_FILE: file, CLIENT: 'fetch' },
  };
}

function takesOptions({ spans, stderr }) {
  const taken = spans.some(
    ({ attributes }) => attributes['gen_ai.input.messages'] !== undefined
  );
  const said = stderr.trim();
  if (taken && /^(?:.*OTEL_CONFIG_FILE: this version of .*)?$/.test(said)) {
    return undefined;
  }
  return `content ${taken ? 'is' : 'is not'} recorded; standard error: ${said}`;
}
