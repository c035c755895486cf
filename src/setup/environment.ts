// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

import { list, read, type Environment } from '../config/environment.ts';

export { isTrue, list, read } from '../config/environment.ts';

/** Values for variables that the user did not set. Variables that the user set never change. */
export interface SdkDefaults {
  readonly variables: Readonly<Record<string, string>>;
  /** Spans are not exported. They are created only to keep calls and their callers in one trace. */
  readonly keepSpans: boolean;
  /** Telemetry is buffered to be sent later, and would be lost at the end of the process. */
  readonly sends: boolean;
  /** The port on which the exporter will listen for scrapes, if any. */
  readonly prometheusPort: number | undefined;
}

/**
 * @param canServe Whether a scraper can reach this process. Workers of a cluster share one port: each scrape would reach a
 * different worker, and a worker that ends while it requests the port also ends the primary (EPIPE).
 */
export function sdkDefaults(
  environment: Environment,
  canServe = true
): SdkDefaults {
  const asked = (...names: string[]): boolean =>
    names.some(name => read(environment, name) !== undefined);
  const endpoint = 'OTEL_EXPORTER_OTLP_ENDPOINT';
  const metrics = [
    ...(canServe ? ['prometheus'] : []),
    ...(asked(endpoint, 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT') ? ['otlp'] : []),
  ];
  const keepSpans = !asked(
    'OTEL_TRACES_EXPORTER',
    endpoint,
    'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'
  );
  const wanted: Record<string, string> = {
    OTEL_METRICS_EXPORTER: metrics.join(',') || 'none',
    OTEL_LOGS_EXPORTER: 'none',
    // SDK 2.x would listen on all interfaces.
    OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1',
    // SDK 2.x leaves out the instance, so pushing processes would overwrite each other's series. The detector `process` is
    // left out, because arguments may contain keys.
    OTEL_NODE_RESOURCE_DETECTORS: 'serviceinstance,host,os,env',
  };
  const variables = Object.fromEntries(
    Object.entries(wanted).filter(([name]) => !asked(name))
  );
  const chosen = (name: string): string[] =>
    list({ ...environment, ...variables }, name);
  const serves = chosen('OTEL_METRICS_EXPORTER');
  const port = Number(read(environment, 'OTEL_EXPORTER_PROMETHEUS_PORT'));
  return {
    variables,
    keepSpans,
    sends:
      asked('OTEL_CONFIG_FILE') ||
      (!keepSpans && !chosen('OTEL_TRACES_EXPORTER').includes('none')) ||
      serves.some(name => name !== 'prometheus' && name !== 'none') ||
      !chosen('OTEL_LOGS_EXPORTER').includes('none'),
    prometheusPort: serves.includes('prometheus') ? port || 9464 : undefined,
  };
}

/**
 * Runs `fn` with `variables` added to the environment. The SDK selects its exporters only by variables, and only the SDK
 * interprets all of them. It reads them synchronously while it starts, so no application code sees the change.
 */
export function withVariables<T>(
  variables: Readonly<Record<string, string>>,
  fn: () => T
): T {
  const before = Object.keys(variables).map(
    name => [name, process.env[name]] as const
  );
  Object.assign(process.env, variables);
  try {
    return fn();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}
