// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  sdkDefaults,
  withVariables,
  type SdkDefaults,
} from '../../src/setup/environment.ts';

const ALWAYS = {
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1',
  OTEL_NODE_RESOURCE_DETECTORS: 'serviceinstance,host,os,env',
};

describe('sdkDefaults', () => {
  const cases: [string, Record<string, string>, SdkDefaults][] = [
    [
      'serves Prometheus and keeps spans to itself when nothing is said',
      {},
      {
        variables: { ...ALWAYS, OTEL_METRICS_EXPORTER: 'prometheus' },
        keepSpans: true,
        sends: false,
        prometheusPort: 9464,
      },
    ],
    [
      'takes an empty variable for none',
      { OTEL_EXPORTER_OTLP_ENDPOINT: ' ', OTEL_TRACES_EXPORTER: '' },
      {
        variables: { ...ALWAYS, OTEL_METRICS_EXPORTER: 'prometheus' },
        keepSpans: true,
        sends: false,
        prometheusPort: 9464,
      },
    ],
    [
      'serves and sends when there is an endpoint',
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' },
      {
        variables: { ...ALWAYS, OTEL_METRICS_EXPORTER: 'prometheus,otlp' },
        keepSpans: false,
        sends: true,
        prometheusPort: 9464,
      },
    ],
    [
      'sends spans alone to an endpoint of spans',
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318' },
      {
        variables: { ...ALWAYS, OTEL_METRICS_EXPORTER: 'prometheus' },
        keepSpans: false,
        sends: true,
        prometheusPort: 9464,
      },
    ],
    [
      'sends metrics alone to an endpoint of metrics',
      { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://127.0.0.1:4318' },
      {
        variables: { ...ALWAYS, OTEL_METRICS_EXPORTER: 'prometheus,otlp' },
        keepSpans: true,
        sends: true,
        prometheusPort: 9464,
      },
    ],
    [
      'leaves what the user chose',
      {
        OTEL_METRICS_EXPORTER: 'console',
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'otlp',
        OTEL_NODE_RESOURCE_DETECTORS: 'env',
        OTEL_EXPORTER_PROMETHEUS_HOST: '0.0.0.0',
        OTEL_EXPORTER_PROMETHEUS_PORT: '9999',
      },
      {
        variables: {},
        keepSpans: false,
        sends: true,
        prometheusPort: undefined,
      },
    ],
    [
      'knows the port of a server that the user chose',
      {
        OTEL_METRICS_EXPORTER: 'prometheus',
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_EXPORTER_PROMETHEUS_PORT: '9999',
      },
      {
        variables: ALWAYS,
        keepSpans: false,
        sends: false,
        prometheusPort: 9999,
      },
    ],
  ];
  it('leaves Prometheus out where no scraper could reach it', () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
    const chosen = [{}, endpoint].map(
      environment =>
        sdkDefaults(environment, false).variables['OTEL_METRICS_EXPORTER']
    );
    assert.deepEqual(chosen, ['none', 'otlp']);
  });

  for (const [name, environment, expected] of cases) {
    it(name, () => assert.deepEqual(sdkDefaults(environment), expected));
  }
});

describe('withVariables', () => {
  it('puts the environment back, also when the function throws', () => {
    const before = { ...process.env };
    const seen = withVariables({ PATH: 'p', GENAI_TEST_NEW: 'n' }, () => [
      process.env['PATH'],
      process.env['GENAI_TEST_NEW'],
    ]);
    assert.deepEqual(seen, ['p', 'n']);
    assert.deepEqual({ ...process.env }, before);
    assert.throws(() =>
      withVariables({ PATH: 'p' }, () => {
        throw new Error('while it starts');
      })
    );
    assert.deepEqual({ ...process.env }, before);
  });
});
