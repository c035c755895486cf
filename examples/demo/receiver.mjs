// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** A span as the demo needs it: attributes as an object, times in milliseconds. */
/** @typedef {{ traceId: string, spanId: string, parentSpanId?: string, name: string, kind: number, failed: boolean,
 *   startMs: number, endMs: number, attributes: Record<string, unknown> }} Span */

/**
 * A receiver of OTLP over HTTP in JSON, as small as one can be: it takes spans and answers that all is well.
 *
 * @param {object} options
 * @param {(spans: Span[]) => void} options.onSpans
 * @param {string} [options.forwardTo] base URL of another receiver that gets the same
 */
export async function startReceiver({ onSpans, forwardTo }) {
  const server = createServer((request, response) => {
    receive(request, onSpans, forwardTo).then(
      () => response.setHeader('content-type', 'application/json').end('{}'),
      error => response.writeHead(400).end(String(error))
    );
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(request, onSpans, forwardTo) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const sent = Buffer.concat(chunks);
  const zipped = request.headers['content-encoding'] === 'gzip';
  const body = zipped ? gunzipSync(sent) : sent;
  if (request.url === '/v1/traces') onSpans(spansOf(JSON.parse(body)));
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
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans)
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
      attributes: Object.fromEntries(
        span.attributes.map(({ key, value }) => [key, plainValue(value)])
      ),
    }));
}

function plainValue(value) {
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(plainValue);
  if (value.intValue !== undefined) return Number(value.intValue);
  return value.stringValue ?? value.doubleValue ?? value.boolValue;
}
