// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { runDemo } from './demo-run.mjs';

/**
 * Runs the demo and picks a trace.
 *
 * @param {string} name of its topmost span
 * @returns its spans, in the order in which they began
 */
export async function demoTrace(name) {
  const { spans } = await runDemo();
  const top = spans.find(span => span.name === name);
  if (top === undefined) throw new Error(`The demo made no span "${name}"`);
  return spans
    .filter(({ traceId }) => traceId === top.traceId)
    .sort((one, other) => one.startMs - other.startMs);
}
