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
import { isInference, type Call } from '../call.ts';
import { ATTRIBUTES, INFERENCE_SPAN_KEY } from '../semconv/attributes.ts';
import { producerOf, type Producer } from '../semconv/producers.ts';

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

/** The span of the observed call whose context is active, if any. */
function ownSpan(context: Context): Span | undefined {
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

/** An inference span of another producer for the call that is about to be sent. */
export interface ForeignSpan {
  readonly span: Span;
  readonly producer: Producer;
}

/** The SDK's spans are readable in SDK 2.x and 3.x; the API does not guarantee it. */
export interface ReadableParts {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly instrumentationScope?: { readonly name?: string };
  readonly instrumentationLibrary?: { readonly name?: string };
}

/**
 * The inference span of another producer around the call: of an SDK that traces itself, or of an instrumentation of
 * client classes. Spans of agents, tools and workflows are parents, not duplicates.
 */
export function foreignSpan(
  caller: Context,
  call: Call
): ForeignSpan | undefined {
  const kept = isFetch(call)
    ? undefined
    : (caller.getValue(INFERENCE_SPAN) as Span | undefined);
  const parent = trace.getSpan(caller);
  if (kept === undefined && parent === undefined) return undefined;
  const span =
    kept !== undefined && kept !== ownSpan(caller)
      ? kept
      : isSameCall(parent, call)
        ? parent
        : undefined;
  // An ended span, such as one left in a context by an earlier call, does not belong to this call.
  if (span?.isRecording() !== true) return undefined;
  const { attributes, instrumentationScope, instrumentationLibrary } =
    span as ReadableParts;
  const scope = (instrumentationScope ?? instrumentationLibrary)?.name ?? '';
  return { span, producer: producerOf(scope, attributes) };
}

function isSameCall(span: Span | undefined, call: Call): span is Span {
  const attributes = (span as ReadableParts | undefined)?.attributes;
  if (attributes === undefined) return false;
  const operation = attributes[ATTRIBUTES.operationName];
  if (isFetch(call)) return operation === call.operation;
  if (operation !== undefined) return isModelOperation(operation);
  const model = attributes[ATTRIBUTES.requestModel];
  return model !== undefined && model === call.request.model;
}

/** Whether a span represents a call to a model; spans of agents, tools and workflows do not. */
function isModelOperation(operation: unknown): boolean {
  return (
    operation === 'embeddings' ||
    isInference({ operation: operation as Call['operation'] })
  );
}

/** Repeatedly fetching a response inside an inference creates no further span of that inference. */
function isFetch({ operation }: Call): boolean {
  return operation === 'fetch_response';
}
