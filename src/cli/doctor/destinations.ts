// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { read, sdkDefaults } from '../../setup/environment.ts';
import { note, ok, wrong, type Environment, type Finding } from './finding.ts';

const ENDPOINTS = ['', 'TRACES_', 'METRICS_', 'LOGS_'].map(
  signal => `OTEL_EXPORTER_OTLP_${signal}ENDPOINT`
);

const CONNECT_MS = 3_000;

/** Whether somebody listens where `register` would send to, and nobody where it would listen. */
export async function examineDestinations(
  environment: Environment
): Promise<Finding[]> {
  const endpoints = ENDPOINTS.flatMap(name => {
    const value = read(environment, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const sent = await Promise.all(
    endpoints.map(([name, value]) => examineEndpoint(name, value))
  );
  const { prometheusPort, keepSpans } = sdkDefaults(environment);
  return [
    ...sent,
    ...(keepSpans
      ? [note('no OTEL_EXPORTER_OTLP_ENDPOINT: register sends no spans')]
      : []),
    ...(prometheusPort === undefined
      ? []
      : [await examinePort(environment, prometheusPort)]),
  ];
}

async function examineEndpoint(name: string, value: string): Promise<Finding> {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!/^https?:$/.test(url?.protocol ?? '') || url === undefined) {
    return wrong(
      `${name}: "${value}" was given; allowed: a URL as http://127.0.0.1:4318`
    );
  }
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port, timeout: CONNECT_MS });
  try {
    await Promise.race([
      once(socket, 'connect'),
      once(socket, 'timeout').then(() => {
        throw Object.assign(new Error(), { code: 'no answer' });
      }),
    ]);
    return ok(`${name}: somebody listens on ${url.host}`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return wrong(`${name}: nobody listens on ${url.host} (${code ?? message})`);
  } finally {
    socket.destroy();
  }
}

async function examinePort(
  environment: Environment,
  port: number
): Promise<Finding> {
  const host =
    read(environment, 'OTEL_EXPORTER_PROMETHEUS_HOST') ?? '127.0.0.1';
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return ok(`${host}:${port} is free for the page of metrics`);
  } catch (error) {
    return note(
      `${host}:${port} is taken (${(error as NodeJS.ErrnoException).code}): metrics can be scraped there if your application has it, else OTEL_EXPORTER_PROMETHEUS_PORT names another port`
    );
  } finally {
    server.close();
  }
}
