// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { examineDestinations } from '../../../src/cli/doctor/destinations.ts';
import { examinePackages } from '../../../src/cli/doctor/packages.ts';
import { examineVariables } from '../../../src/cli/doctor/variables.ts';
import { closedPort } from '../../support/closed-port.ts';
import { inFolder } from './run-command.ts';

/** Serves no page of metrics, so that only where things go to is looked at. */
const SENDING = { OTEL_METRICS_EXPORTER: 'otlp' };
const endpoint = (value: string, signal = '') => ({
  ...SENDING,
  [`OTEL_EXPORTER_OTLP_${signal}ENDPOINT`]: value,
});

describe('the packages that the doctor looks for', () => {
  it('are those of the folder, or of one above; what is missing or too old is said', () =>
    inFolder(async path => {
      const install = (name: string, manifest: string): void => {
        const folder = path(join('node_modules', name));
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, 'package.json'), manifest);
      };
      install('@opentelemetry/api', '{"version":"1.8.0"}');
      install('@opentelemetry/sdk-node', '{"version":"0.220.0"}');
      install('@opentelemetry/sdk-metrics', '{}');
      const inner = path('packages');
      mkdirSync(inner);
      const found = examinePackages(inner);
      const of = (name: string) =>
        found.find(({ text }) => text.startsWith(`${name} `));
      assert.deepEqual(of('@opentelemetry/api'), {
        kind: 'problem',
        text: '@opentelemetry/api 1.8.0; allowed: ^1.9.0',
      });
      assert.equal(of('@opentelemetry/sdk-node')?.kind, 'ok');
      assert.deepEqual(of('@opentelemetry/instrumentation'), {
        kind: 'problem',
        text: '@opentelemetry/instrumentation is not installed: npm install @opentelemetry/instrumentation',
      });
      assert.deepEqual(of('@opentelemetry/instrumentation-http'), {
        kind: 'note',
        text: '@opentelemetry/instrumentation-http is not installed: no HTTP span below calls by node:http',
      });
    }));
});

describe('the places that the doctor looks at', () => {
  it('are reported with the server that listens, or the error', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const closed = await closedPort();
    assert.deepEqual(
      await examineDestinations({
        ...endpoint(`http://127.0.0.1:${port}/v1/traces`, 'TRACES_'),
        ...endpoint(`https://127.0.0.1:${closed}`, 'METRICS_'),
      }),
      [
        {
          kind: 'ok',
          text: `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: a server listens on 127.0.0.1:${port}`,
        },
        {
          kind: 'problem',
          text: `OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: no server listens on 127.0.0.1:${closed} (ECONNREFUSED)`,
        },
      ]
    );
    server.close();
  });

  for (const value of ['collector:4318', 'no url', 'grpc://collector']) {
    it(`are URLs of HTTP, which "${value}" is not`, async () => {
      const [found] = await examineDestinations(endpoint(value));
      assert.deepEqual(found, {
        kind: 'problem',
        text: `OTEL_EXPORTER_OTLP_ENDPOINT: "${value}" was given; allowed: a URL, as in http://127.0.0.1:4318`,
      });
    });
  }

  it('are none where nothing is sent and nothing served', async () => {
    assert.deepEqual(await examineDestinations(SENDING), [
      {
        kind: 'note',
        text: 'OTEL_EXPORTER_OTLP_ENDPOINT is not set: register creates spans but does not send them',
      },
    ]);
  });
});

describe('the variables that the doctor looks at', () => {
  it('may leave nothing to be seen', () => {
    assert.deepEqual(
      examineVariables({
        OTEL_SDK_DISABLED: 'true',
        OTEL_TRACES_SAMPLER: 'always_off',
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_CONFIG_FILE: 'otel.yaml',
      }).map(({ kind, text }) => `${kind} ${text}`),
      [
        'problem OTEL_SDK_DISABLED=true: there is no telemetry',
        'warning OTEL_TRACES_EXPORTER=none: no spans are sent',
        'warning OTEL_METRICS_EXPORTER=none: there are no metrics',
        'warning OTEL_TRACES_SAMPLER=always_off: there are no spans; metrics are not sampled',
        'note OTEL_CONFIG_FILE: the SDK reads no other variable of its own',
      ]
    );
  });

  it('are well when none is set', () => {
    assert.deepEqual(examineVariables({}), []);
  });
});

describe('the values of variables of OpenTelemetry', () => {
  for (const [name, value, text] of [
    [
      'OTEL_TRACES_EXPORTER',
      'consol',
      'unknown value "consol"; did you mean console?',
    ],
    [
      'OTEL_METRICS_EXPORTER',
      'prom',
      'unknown value "prom"; did you mean prometheus?',
    ],
    [
      'OTEL_EXPORTER_OTLP_PROTOCOL',
      'http',
      'unknown value "http"; did you mean http/protobuf or http/json?',
    ],
    [
      'OTEL_EXPORTER_OTLP_METRICS_PROTOCOL',
      'protobuf',
      'unknown value "protobuf"; known: grpc, http/protobuf, http/json',
    ],
    [
      'OTEL_TRACES_SAMPLER',
      'ratio',
      'unknown value "ratio"; known: always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio',
    ],
    [
      'OTEL_SEMCONV_STABILITY_OPT_IN',
      'http,gen_ai_latest',
      'unknown value "gen_ai_latest"; did you mean gen_ai_latest_experimental?',
    ],
    [
      'OTEL_PROPAGATORS',
      'tracecontex',
      'unknown value "tracecontex"; did you mean tracecontext?',
    ],
  ] as const) {
    it(`are refused where nothing understands them: ${name}=${value}`, () => {
      assert.deepEqual(examineVariables({ [name]: value }), [
        { kind: 'problem', text: `${name}: ${text}` },
      ]);
    });
  }

  it('are taken where they may be meant for others', () => {
    assert.deepEqual(
      examineVariables({
        OTEL_SEMCONV_STABILITY_OPT_IN: 'rpc,messaging/dup',
        OTEL_PROPAGATORS: 'xray,tracecontext',
        OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'fs,dns',
      }),
      []
    );
  });
});
