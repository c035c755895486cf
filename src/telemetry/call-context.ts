// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  createContextKey,
  INVALID_SPAN_CONTEXT,
  trace,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { INFERENCE_SPAN_KEY } from '../semconv/attributes.ts';

const INSIDE = createContextKey('opentelemetry-instrumentation-genai call');

/** The context key that the conventions propose for the span of the running inference. */
export const INFERENCE_SPAN = createContextKey(INFERENCE_SPAN_KEY);

/** The key under which the API keeps the active span. It is not exported. */
const SPAN = keyOfSpans();

function keyOfSpans(): symbol | undefined {
  let found: symbol | undefined;
  const finder: Context = {
    getValue: () => undefined,
    setValue: key => {
      found = key;
      return finder;
    },
    deleteValue: () => finder,
  };
  trace.setSpan(finder, trace.wrapSpanContext(INVALID_SPAN_CONTEXT));
  return found;
}

/**
 * The context of an observed call: the caller's, with the span of the call. It is one object, because each `setValue` of the
 * API copies all values of a context.
 */
export class CallContext implements Context {
  readonly span: Span;
  /** The context in which the application made the call. */
  readonly caller: Context;
  /** The span is that of an inference. */
  readonly #inference: boolean;

  constructor(span: Span, caller: Context, inference: boolean) {
    this.span = span;
    this.caller = caller;
    this.#inference = inference;
  }

  getValue(key: symbol): unknown {
    if (key === SPAN) return this.span;
    if (key === INSIDE) return this;
    if (key === INFERENCE_SPAN && this.#inference) return this.span;
    return this.caller.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return this.#copy().setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return this.#copy().deleteValue(key);
  }

  /** The same values in a context of the API. */
  #copy(): Context {
    const context = trace
      .setSpan(this.caller, this.span)
      .setValue(INSIDE, this);
    return this.#inference
      ? context.setValue(INFERENCE_SPAN, this.span)
      : context;
  }
}

/** Whether a span is active, of whatever producer. */
export function hasSpan(caller: Context): boolean {
  return (
    trace.getSpan(caller) !== undefined ||
    caller.getValue(INFERENCE_SPAN) !== undefined
  );
}

/** The span of the observed call whose context is active, if any. */
export function ownSpan(context: Context): Span | undefined {
  return (context.getValue(INSIDE) as CallContext | undefined)?.span;
}

/**
 * The parent context of a call. A retry or a queued call may begin in the context of an earlier observed call; its parent
 * is still the application's span.
 */
export function callerOf(active: Context): Context {
  const inside = active.getValue(INSIDE) as CallContext | undefined;
  return inside !== undefined && trace.getSpan(active) === inside.span
    ? inside.caller
    : active;
}

/** The SDK sets this key during its own exports. It is a `Symbol.for`, so it is the same in every copy. */
const SUPPRESS_TRACING = createContextKey(
  'OpenTelemetry SDK Context Key SUPPRESS_TRACING'
);

/**
 * Set while a user's hook runs, and in everything that it starts. This is a separate storage, because there may be no
 * context manager. It is created when the first hook runs, because Node.js propagates each storage to every promise.
 */
let hooks: AsyncLocalStorage<true> | undefined;

/** Runs a user's hook. Calls that it makes are not recorded, because each would run the hook again. */
export function runInHook<T>(hook: () => T): T {
  return (hooks ??= new AsyncLocalStorage()).run(true, hook);
}

/** Whether calls in this context are not recorded: those of the SDK's exporters, and those of users' hooks. */
export function isSuppressed(active: Context): boolean {
  return (
    active.getValue(SUPPRESS_TRACING) === true || hooks?.getStore() === true
  );
}
