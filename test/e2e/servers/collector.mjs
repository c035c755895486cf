// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../support/run-app.ts';
import { root } from '../install.mjs';
import { program } from '../programs.mjs';
import { rewriteAddresses } from './rewrite-addresses.mjs';
import { answers, startServer } from './server.mjs';

let count = 0;

/**
 * A Collector with examples/otel/collector.yaml as it is shipped, but for the addresses.
 *
 * @param {import('../scenario.mjs').Scenario} test
 * @param {object} options
 * @param {number} options.jaegerPort where traces go, by OTLP over gRPC
 * @param {Record<string, number>} [options.ports] of one that ran before
 */
export async function startCollector(test, { jaegerPort, ports }) {
  const own = ports ?? {
    grpc: await freePort(),
    http: await freePort(),
    page: await freePort(),
    health: await freePort(),
  };
  const shipped = join(root, 'examples', 'otel', 'collector.yaml');
  const file = test.path(`collector-${++count}.yaml`);
  writeFileSync(
    file,
    rewriteAddresses(readFileSync(shipped, 'utf8'), {
      '0.0.0.0:4317': own.grpc,
      '0.0.0.0:4318': own.http,
      '0.0.0.0:8889': own.page,
      '0.0.0.0:13133': own.health,
      'jaeger:4317': jaegerPort,
    })
  );
  const server = await startServer(test, {
    name: 'collector',
    command: program('collector'),
    args: [`--config=${file}`],
    ready: () => answers(`http://127.0.0.1:${own.health}/`),
  });
  return {
    ...server,
    ports: own,
    otlpHttp: `http://127.0.0.1:${own.http}`,
    otlpGrpc: `http://127.0.0.1:${own.grpc}`,
    /** The page that Prometheus reads. */
    page: `http://127.0.0.1:${own.page}/metrics`,
  };
}
