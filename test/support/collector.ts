// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Attributes = Record<string, unknown>;

export interface CollectedSpan {
  readonly scope: string;
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Attributes;
  readonly resource: Attributes;
}

export interface CollectedMetric {
  readonly scope: string;
  readonly name: string;
  /** Measurements in all points together, as the newest export of its process says it. */
  readonly count: number;
  readonly points: Attributes[];
}

export interface Collector {
  readonly url: string;
  /** Every POST, whatever its encoding. */
  readonly requests: { path: string; contentType: string; body: Buffer }[];
  spans(): CollectedSpan[];
  metrics(): CollectedMetric[];
  close(): Promise<void>;
}

/** An OTLP/HTTP receiver. It reads JSON; of protobuf it keeps the bytes. */
export async function startCollector(): Promise<Collector> {
  const requests: Collector['requests'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({
        path: request.url ?? '',
        contentType: request.headers['content-type'] ?? '',
        body: Buffer.concat(chunks),
      });
      // An empty answer: all was accepted.
      const { contentType } = requests.at(-1)!;
      response.setHeader('content-type', contentType);
      response.end(contentType === 'application/json' ? '{}' : undefined);
    });
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const received = (path: string): any[] =>
    requests
      .filter(request => request.path === path)
      .filter(request => request.contentType === 'application/json')
      .map(request => JSON.parse(request.body.toString('utf8')));
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    spans: () => received('/v1/traces').flatMap(readSpans),
    metrics: () => newest(received('/v1/metrics')).flatMap(readMetrics),
    close: () =>
      new Promise(done => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function readSpans({ resourceSpans }: any): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }: any) =>
    scopeSpans.flatMap(({ scope, spans }: any) =>
      spans.map((span: any) => ({
        scope: scope.name,
        name: span.name,
        kind: span.kind,
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId || undefined,
        attributes: readAttributes(span.attributes),
        resource: readAttributes(resource.attributes),
      }))
    )
  );
}

/** Exports are cumulative: of each process, the last one says everything. */
function newest(exports: any[]): any[] {
  const byProcess = new Map(
    exports.map(body => [
      JSON.stringify(body.resourceMetrics[0]?.resource),
      body,
    ])
  );
  return [...byProcess.values()];
}

function readMetrics({ resourceMetrics }: any): CollectedMetric[] {
  return resourceMetrics.flatMap(({ scopeMetrics }: any) =>
    scopeMetrics.flatMap(({ scope, metrics }: any) =>
      metrics.map(({ name, histogram, sum, gauge }: any) => {
        const { dataPoints } = histogram ?? sum ?? gauge;
        return {
          scope: scope.name,
          name,
          count: dataPoints.reduce(
            (total: number, point: any) =>
              total + Number(point.count ?? point.asInt ?? point.asDouble),
            0
          ),
          points: dataPoints.map((point: any) =>
            readAttributes(point.attributes)
          ),
        };
      })
    )
  );
}

function readAttributes(list: any[] = []): Attributes {
  return Object.fromEntries(list.map(({ key, value }) => [key, plain(value)]));
}

function plain(value: any): unknown {
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(plain);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.doubleValue ?? value.boolValue;
}

/**
 * Draws the trees of spans, one line each, deeper ones further in: `root`, `  chat gpt-4o`, `    POST`. Siblings stand
 * in alphabetical order, for they may end in any.
 */
export function drawTrees(spans: readonly CollectedSpan[]): string[] {
  const known = new Set(spans.map(span => span.spanId));
  const draw = (parent: string | undefined, indent: string): string[] =>
    spans
      .filter(span =>
        parent === undefined
          ? span.parentSpanId === undefined || !known.has(span.parentSpanId)
          : span.parentSpanId === parent
      )
      .sort((a, b) => a.name.localeCompare(b.name))
      .flatMap(span => [
        indent + span.name,
        ...draw(span.spanId, `${indent}  `),
      ]);
  return draw(undefined, '');
}
