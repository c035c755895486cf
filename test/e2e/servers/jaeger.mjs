// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { freePort } from '../../support/run-app.ts';
import { program } from '../programs.mjs';
import { answers, startServer } from './server.mjs';

let count = 0;

/**
 * A Jaeger that keeps traces in memory, on free ports of loopback.
 *
 * @param {import('../scenario.mjs').Scenario} test
 */
export async function startJaeger(test) {
  const [http, grpc, query, queryGrpc] = await freePorts(4);
  const url = `http://127.0.0.1:${query}`;
  const file = test.path(`jaeger-${++count}.yaml`);
  writeFileSync(file, stringify(config({ http, grpc, query, queryGrpc })));
  const server = await startServer(test, {
    name: 'jaeger',
    command: program('jaeger'),
    args: [`--config=${file}`],
    // Else it sends spans of its own to wherever OTLP usually listens.
    env: { OTEL_TRACES_SAMPLER: 'always_off' },
    ready: () => answers(`${url}/api/services`),
  });
  return {
    ...server,
    url,
    /** For OTEL_EXPORTER_OTLP_ENDPOINT with http/protobuf or http/json. */
    otlpHttp: `http://127.0.0.1:${http}`,
    /** The same with grpc. */
    otlpGrpc: `http://127.0.0.1:${grpc}`,
    grpcPort: grpc,
    /** Spans of all traces in which a service took part, as the pages of Jaeger get them. */
    async spans(service) {
      const parameters = new URLSearchParams({ service, limit: '1000' });
      const answer = await fetch(`${url}/api/traces?${parameters}`);
      const { data } = await answer.json();
      return data.flatMap(readTrace);
    },
  };
}

async function freePorts(wanted) {
  const ports = new Set();
  while (ports.size < wanted) ports.add(await freePort());
  return [...ports];
}

function config(ports) {
  const on = port => ({ endpoint: `127.0.0.1:${port}` });
  return {
    receivers: {
      otlp: { protocols: { http: on(ports.http), grpc: on(ports.grpc) } },
    },
    exporters: { jaeger_storage_exporter: { trace_storage: 'memory' } },
    extensions: {
      jaeger_storage: {
        backends: { memory: { memory: { max_traces: 100_000 } } },
      },
      jaeger_query: {
        storage: { traces: 'memory' },
        http: on(ports.query),
        grpc: on(ports.queryGrpc),
      },
    },
    service: {
      extensions: ['jaeger_storage', 'jaeger_query'],
      pipelines: {
        traces: {
          receivers: ['otlp'],
          exporters: ['jaeger_storage_exporter'],
        },
      },
      telemetry: { metrics: { level: 'none' }, logs: { level: 'warn' } },
    },
  };
}

/** Spans in the form that test/support/collector.ts gives them, and what Jaeger makes of them besides. */
function readTrace({ spans, processes }) {
  return spans.map(span => ({
    name: span.operationName,
    traceId: span.traceID,
    spanId: span.spanID,
    parentSpanId: span.references.find(({ refType }) => refType === 'CHILD_OF')
      ?.spanID,
    service: processes[span.processID].serviceName,
    startMicros: span.startTime,
    durationMicros: span.duration,
    attributes: readTags(span.tags),
    events: span.logs.map(({ fields }) => readTags(fields)),
  }));
}

function readTags(tags) {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}
