// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { examineDestinations } from '../../../src/cli/doctor/destinations.ts';
import { judge } from '../../../src/cli/doctor/evidence.ts';
import { examinePackages } from '../../../src/cli/doctor/packages.ts';
import { examineVariables } from '../../../src/cli/doctor/variables.ts';
import { resolveConfig } from '../../../src/config/config.ts';
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
        kind: 'wrong',
        text: '@opentelemetry/api 1.8.0; allowed: ^1.9.0',
      });
      assert.equal(of('@opentelemetry/sdk-node')?.kind, 'ok');
      assert.deepEqual(of('@opentelemetry/instrumentation'), {
        kind: 'wrong',
        text: '@opentelemetry/instrumentation is not installed: npm install @opentelemetry/instrumentation',
      });
      assert.deepEqual(of('@opentelemetry/instrumentation-http'), {
        kind: 'note',
        text: '@opentelemetry/instrumentation-http is not installed: no HTTP span below calls by node:http',
      });
    }));
});

describe('the places that the doctor looks at', () => {
  it('are answered by somebody, or by nobody', async () => {
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
          text: `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: somebody listens on 127.0.0.1:${port}`,
        },
        {
          kind: 'wrong',
          text: `OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: nobody listens on 127.0.0.1:${closed} (ECONNREFUSED)`,
        },
      ]
    );
    server.close();
  });

  for (const value of ['collector:4318', 'no url', 'grpc://collector']) {
    it(`are URLs of HTTP, which "${value}" is not`, async () => {
      const [found] = await examineDestinations(endpoint(value));
      assert.deepEqual(found, {
        kind: 'wrong',
        text: `OTEL_EXPORTER_OTLP_ENDPOINT: "${value}" was given; allowed: a URL as http://127.0.0.1:4318`,
      });
    });
  }

  it('are none where nothing is sent and nothing served', async () => {
    assert.deepEqual(await examineDestinations(SENDING), [
      {
        kind: 'note',
        text: 'no OTEL_EXPORTER_OTLP_ENDPOINT: register sends no spans',
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
        'wrong OTEL_SDK_DISABLED=true: there is no telemetry',
        'note OTEL_TRACES_SAMPLER=always_off: there are no spans; metrics are not sampled',
        'note OTEL_TRACES_EXPORTER=none: no spans are sent',
        'note OTEL_METRICS_EXPORTER=none: there are no metrics',
        'note OTEL_CONFIG_FILE: the SDK reads no other variable of its own',
      ]
    );
  });

  it('are well when none is set', () => {
    assert.deepEqual(examineVariables({}), []);
  });
});

describe('what the doctor makes of what was sent', () => {
  const found = (traces: string[], metrics: object[] = []) =>
    judge(
      {
        traces: traces.map(text => Buffer.from(text)),
        metrics: metrics.map(body => Buffer.from(JSON.stringify(body))),
      },
      resolveConfig({}, {})
    ).map(({ kind, text }) => `${kind} ${text}`);

  it('is that two spans of a call are one too many', () => {
    const name = 'chat otel-genai-doctor-fetch';
    assert.equal(
      found([name, name])[0],
      'wrong a call by fetch: 2 spans; is a second instrumentation of GenAI calls registered?'
    );
  });

  it('is that HTTP spans have a URL, by a new name or an old one', () => {
    assert.equal(
      found(['url.full', 'http.url'])[2],
      'ok an HTTP span for each'
    );
    assert.equal(found(['http.url'])[2], 'note 1 of 2 have an HTTP span');
  });

  it('is that of two calls no more than two can be counted', () => {
    const name = 'gen_ai.client.operation.duration';
    const exported = (...counts: number[]) => ({
      resourceMetrics: [
        {
          scopeMetrics: [
            {
              metrics: [
                {
                  name,
                  histogram: { dataPoints: counts.map(count => ({ count })) },
                },
              ],
            },
          ],
        },
      ],
    });
    assert.equal(found([], [exported(1, 1)])[3], `ok ${name} has come`);
    assert.equal(
      found([], [exported(1, 0), exported(0, 1)])[3],
      `ok ${name} has come`
    );
    assert.equal(
      found([], [exported(2, 1)])[3],
      `wrong ${name} counts 3 calls of 2: do two views select it?`
    );
  });
});
