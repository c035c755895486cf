// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { shown } from '../../errors.ts';
import { read, sdkDefaults } from '../../setup/environment.ts';
import {
  note,
  ok,
  problem,
  warning,
  type Environment,
  type Finding,
} from './finding.ts';
import type { Sighting } from './sighting.ts';

const ENDPOINTS = ['', 'TRACES_', 'METRICS_', 'LOGS_'].map(
  signal => `OTEL_EXPORTER_OTLP_${signal}ENDPOINT`
);

const CONNECT_MS = 3_000;

/** Checks that a server listens where `register` will send to, and that the port of its metrics endpoint is free. */
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
      ? [
          note(
            'OTEL_EXPORTER_OTLP_ENDPOINT is not set: register creates spans but does not send them'
          ),
        ]
      : []),
    ...(prometheusPort === undefined
      ? []
      : [await examinePort(environment, prometheusPort)]),
  ];
}

async function examineEndpoint(name: string, value: string): Promise<Finding> {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!/^https?:$/.test(url?.protocol ?? '') || url === undefined) {
    return problem(
      `${name}: ${shown(value)} was given; allowed: a URL, as in http://127.0.0.1:4318`
    );
  }
  const why = await whyUnreachable(url);
  return why === undefined
    ? ok(`${name}: a server listens on ${url.host}`)
    : problem(`${name}: no server listens on ${url.host} (${why})`);
}

/** Checks the URLs that exporters of a setup in code hold. They may be meant for another machine than this one. */
export async function examineExporters({
  traces,
  metrics,
}: Sighting): Promise<Finding[]> {
  const urls = [...traces.destinations, ...metrics.destinations].flatMap(
    ({ url = '' }) => (/^https?:\/\//.test(url) ? [url] : [])
  );
  const found = await Promise.all(
    [...new Set(urls)].map(async url => {
      const why = await whyUnreachable(new URL(url));
      return why === undefined
        ? []
        : [
            warning(
              `no server listens on ${url} now (${why}): what the setup sends there is lost`
            ),
          ];
    })
  );
  return found.flat();
}

/** Connects by TCP. @returns why that fails; `undefined` when a server listens. */
async function whyUnreachable(url: URL): Promise<string | undefined> {
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
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code ?? message;
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
    return ok(`${host}:${port} is free for the metrics endpoint`);
  } catch (error) {
    return note(
      `${host}:${port} is in use (${(error as NodeJS.ErrnoException).code}): metrics can be scraped there if your application uses it; otherwise set OTEL_EXPORTER_PROMETHEUS_PORT to another port`
    );
  } finally {
    server.close();
  }
}
