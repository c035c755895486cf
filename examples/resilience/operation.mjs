// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { withOperation } from 'opentelemetry-instrumentation-genai/slo';

const tracer = trace.getTracer('resilience-example');

/**
 * One thing that a user asked for, whatever attempts it takes: a span with the attempts below it, and one event in
 * the error budget of the objective of this name.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} fn
 */
export function operation(name, fn) {
  return tracer.startActiveSpan(name, async span => {
    try {
      return await withOperation(name, fn);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
