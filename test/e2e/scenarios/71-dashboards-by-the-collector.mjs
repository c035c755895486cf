// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { checkDashboards } from '../dashboards.mjs';
import { startCollector } from '../servers/collector.mjs';
import { startJaeger } from '../servers/jaeger.mjs';

export const title =
  'Rules and dashboards by the names of the Collector: every panel has data';
export const needs = ['prometheus', 'collector', 'jaeger'];

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const { grpcPort: jaegerPort } = await startJaeger(test);
  const collector = await startCollector(test, { jaegerPort });
  await checkDashboards(test, {
    env: {
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.otlpHttp,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    },
    target: () => `127.0.0.1:${collector.ports.page}`,
  });
}
