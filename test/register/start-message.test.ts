// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { sdkDefaults } from '../../src/setup/environment.ts';
import { startMessage } from '../../src/setup/start-message.ts';

const CASES: readonly [Record<string, string>, string][] = [
  [
    {},
    'started; metrics: prometheus; traces: none; logs: none; metrics endpoint: http://127.0.0.1:9464/metrics',
  ],
  [
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
      OTEL_EXPORTER_PROMETHEUS_HOST: '0.0.0.0',
      OTEL_EXPORTER_PROMETHEUS_PORT: '9500',
    },
    'started; metrics: prometheus,otlp; traces: otlp; logs: none; metrics endpoint: http://0.0.0.0:9500/metrics',
  ],
  [
    { OTEL_TRACES_EXPORTER: 'console', OTEL_METRICS_EXPORTER: 'none' },
    'started; metrics: none; traces: console; logs: none',
  ],
  [{ OTEL_CONFIG_FILE: 'otel.yaml' }, 'started from otel.yaml'],
];

describe('startMessage', () => {
  for (const [environment, said] of CASES) {
    it(`says what ${JSON.stringify(environment)} comes to`, () => {
      assert.equal(startMessage(environment, sdkDefaults(environment)), said);
    });
  }
});
