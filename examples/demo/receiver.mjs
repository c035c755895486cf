// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** A span as the demo needs it: attributes as an object, times in milliseconds. */
/** @typedef {{ traceId: string, spanId: string, parentSpanId?: string, name: string, kind: number, failed: boolean,
 *   startMs: number, endMs: number, attributes: Record<string, unknown>, service: string }} Span */

/** A histogram of one process, its series together.
 * @typedef {{ service: string, instance: string | undefined, name: string, count: number, bounds: number[] }} Histogram */

/**
 * A receiver of OTLP over HTTP in JSON, as small as one can be: it takes spans and answers that all is well.
 *
 * @param {object} options
 * @param {(spans: Span[]) => void} options.onSpans
 * @param {(histograms: Histogram[]) => void} [options.onMetrics]
 * @param {number} [options.port] a free one, if none is wanted
 * @param {string} [options.forwardTo] base URL of another receiver that gets the same
 */
export async function startReceiver({
  onSpans,
  onMetrics,
  forwardTo,
  port = 0,
}) {
  const server = createServer((request, response) => {
    receive(request, { onSpans, onMetrics, forwardTo }).then(
      () => response.setHeader('content-type', 'application/json').end('{}'),
      error => response.writeHead(400).end(String(error))
    );
  });
  await new Promise(resolve => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(request, { onSpans, onMetrics, forwardTo }) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const sent = Buffer.concat(chunks);
  const zipped = request.headers['content-encoding'] === 'gzip';
  const body = zipped ? gunzipSync(sent) : sent;
  if (request.url === '/v1/traces') onSpans(spansOf(JSON.parse(body)));
  if (request.url === '/v1/metrics') {
    onMetrics?.(histogramsOf(JSON.parse(body)));
  }
  if (forwardTo === undefined) return;
  // Whoever is behind us is a convenience: that it is away must not fail the demo.
  await fetch(forwardTo + request.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  }).catch(() => undefined);
}

/** @returns {Span[]} */
function spansOf({ resourceSpans = [] }) {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map(span => ({
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId || undefined,
        name: span.name,
        kind: span.kind,
        failed: span.status?.code === 2,
        startMs: Number(span.startTimeUnixNano) / 1e6,
        endMs: Number(span.endTimeUnixNano) / 1e6,
        attributes: attributesOf(span),
        service: attributesOf(resource)['service.name'],
      }))
  );
}

/** @returns {Histogram[]} */
function histogramsOf({ resourceMetrics = [] }) {
  return resourceMetrics.flatMap(({ resource, scopeMetrics }) => {
    const about = attributesOf(resource);
    return scopeMetrics
      .flatMap(({ metrics }) => metrics)
      .filter(({ histogram }) => histogram?.dataPoints.length > 0)
      .map(({ name, histogram: { dataPoints } }) => ({
        service: about['service.name'],
        instance: about['service.instance.id'],
        name,
        count: dataPoints.reduce((sum, { count }) => sum + Number(count), 0),
        bounds: dataPoints[0].explicitBounds,
      }));
  });
}

function attributesOf({ attributes = [] }) {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, plainValue(value)])
  );
}

function plainValue(value) {
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(plainValue);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.doubleValue ?? value.boolValue;
}
