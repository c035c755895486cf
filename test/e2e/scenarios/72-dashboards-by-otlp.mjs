// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { freePort } from '../../support/run-app.ts';
import { checkDashboards } from '../dashboards.mjs';

export const title =
  'OTLP straight to Prometheus 3: every panel of every dashboard has data';
export const needs = ['prometheus-3'];

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const port = await freePort();
  await checkDashboards(test, {
    env: {
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `http://127.0.0.1:${port}/api/v1/otlp/v1/metrics`,
    },
    prometheus: {
      version: 'prometheus-3',
      port,
      flags: ['--web.enable-otlp-receiver'],
    },
  });
}
