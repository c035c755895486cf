// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { read, type SdkDefaults } from './environment.ts';

/** Returns the line about what was started and where the telemetry goes; shown with `OTEL_LOG_LEVEL=info`. */
export function startMessage(
  environment: Readonly<Record<string, string | undefined>>,
  { variables, keepSpans, prometheusPort }: SdkDefaults
): string {
  const file = read(environment, 'OTEL_CONFIG_FILE');
  if (file !== undefined) return `started from ${file}`;
  const chosen = (name: string): string | undefined =>
    read({ ...environment, ...variables }, name);
  const host = chosen('OTEL_EXPORTER_PROMETHEUS_HOST');
  const signals = {
    metrics: chosen('OTEL_METRICS_EXPORTER'),
    traces: keepSpans ? 'none' : (chosen('OTEL_TRACES_EXPORTER') ?? 'otlp'),
    logs: chosen('OTEL_LOGS_EXPORTER'),
  };
  return [
    'started',
    ...Object.entries(signals).map(([name, by]) => `${name}: ${by}`),
    ...(prometheusPort === undefined
      ? []
      : [`metrics endpoint: http://${host}:${prometheusPort}/metrics`]),
  ].join('; ');
}
