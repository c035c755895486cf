// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  createContextKey,
  trace,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { isInference, type Call } from '../call.ts';
import { ATTRIBUTES, INFERENCE_SPAN_KEY } from '../semconv/attributes.ts';
import { producerOf, type Producer } from '../semconv/producers.ts';

/** For a context of a call: the call's span, and the context in which the application made the call. */
export interface Inside {
  readonly span: Span;
  readonly caller: Context;
}

const INSIDE = createContextKey('opentelemetry-instrumentation-genai call');

/** Marks a context as that of an observed call. */
export function insideCall(context: Context, inside: Inside): Context {
  return context.setValue(INSIDE, inside);
}

/** The span of the observed call whose context is active, if any. */
function ownSpan(context: Context): Span | undefined {
  return (context.getValue(INSIDE) as Inside | undefined)?.span;
}

/**
 * The parent context of a call. A retry or a queued call may begin in the context of an earlier observed call; its parent
 * is still the application's span.
 */
export function callerOf(active: Context): Context {
  const inside = active.getValue(INSIDE) as Inside | undefined;
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

/** The context key that the conventions propose for the span of the running inference. */
export const INFERENCE_SPAN = createContextKey(INFERENCE_SPAN_KEY);

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
  const { instrumentationScope, instrumentationLibrary } =
    span as ReadableParts;
  const scope = (instrumentationScope ?? instrumentationLibrary)?.name ?? '';
  return { span, producer: producerOf(scope) };
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
