// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A receiver of OTLP that prints what it gets: each trace as a tree, and what was counted. For examples; where there
// is Jaeger, look there.
import { parseArgs } from 'node:util';
import { startReceiver } from '../demo/receiver.mjs';
import { printCounts } from './counts.mjs';
import { printTrace } from './trace.mjs';

/** A trace is printed when nothing has come for it for so long; the spans of one may come from several processes. */
const QUIET_MS = 1_500;

const { values } = parseArgs({
  options: { port: { type: 'string', default: '4318' } },
});

/** @type {Map<string, { spans: import('../demo/receiver.mjs').Span[], timer: NodeJS.Timeout }>} */
const traces = new Map();

const receiver = await startReceiver({
  port: Number(values.port),
  onSpans(spans) {
    for (const span of spans) keep(span);
  },
  onMetrics: printCounts,
});
console.log(`OTLP is received at ${receiver.url}, as JSON`);
process.once('SIGINT', end).once('SIGTERM', end);

function keep(span) {
  const { spans, timer } = traces.get(span.traceId) ?? { spans: [] };
  clearTimeout(timer);
  traces.set(span.traceId, {
    spans: [...spans, span],
    timer: setTimeout(print, QUIET_MS, span.traceId),
  });
}

function print(traceId) {
  const { spans, timer } = traces.get(traceId);
  clearTimeout(timer);
  traces.delete(traceId);
  printTrace(spans);
}

function end() {
  for (const traceId of traces.keys()) print(traceId);
  void receiver.close();
}
