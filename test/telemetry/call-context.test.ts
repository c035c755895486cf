// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  createContextKey,
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  trace,
} from '@opentelemetry/api';
import {
  CallContext,
  callerOf,
  INFERENCE_SPAN,
} from '../../src/telemetry/span.ts';

const key = createContextKey('of the application');
const another = createContextKey('another');

describe('CallContext', () => {
  const outer = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  const span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  const caller = trace.setSpan(ROOT_CONTEXT, outer).setValue(key, 'value');
  const context = new CallContext(span, caller, true);

  it('has the span of the call, and every other value of the caller', () => {
    assert.equal(trace.getSpan(context), span);
    assert.equal(context.getValue(INFERENCE_SPAN), span);
    assert.equal(context.getValue(key), 'value');
    assert.equal(callerOf(context), caller);
  });

  it('gives a context with one more value, and stays as it is', () => {
    const more = context.setValue(another, 1);
    assert.equal(more.getValue(another), 1);
    assert.equal(more.getValue(key), 'value');
    assert.equal(trace.getSpan(more), span);
    assert.equal(more.getValue(INFERENCE_SPAN), span);
    assert.equal(callerOf(more), caller);
    assert.equal(context.getValue(another), undefined);
  });

  it('gives a context with another span, whose calls are its children', () => {
    const inner = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    const within = trace.setSpan(context, inner);
    assert.equal(trace.getSpan(within), inner);
    assert.equal(callerOf(within), within);
  });

  it('gives a context without a value', () => {
    assert.equal(context.deleteValue(key).getValue(key), undefined);
    assert.equal(trace.getSpan(trace.deleteSpan(context)), undefined);
    assert.equal(context.getValue(key), 'value');
  });

  it('leaves the span of an inference around a call that is none', () => {
    const tool = new CallContext(outer, context, false);
    assert.equal(trace.getSpan(tool), outer);
    assert.equal(tool.getValue(INFERENCE_SPAN), span);
    const more = tool.setValue(another, 1);
    assert.equal(more.getValue(INFERENCE_SPAN), span);
    assert.equal(trace.getSpan(more), outer);
  });
});
