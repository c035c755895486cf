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

/** Of a context of ours: the span that stands in it, and the context in which the application made that call. */
export interface Inside {
  readonly span: Span;
  readonly caller: Context;
}

const INSIDE = createContextKey('opentelemetry-instrumentation-genai call');

/** Marks a context as that of a call of ours. */
export function insideCall(context: Context, inside: Inside): Context {
  return context.setValue(INSIDE, inside);
}

/** The span of the call of ours in whose context we are, if any. */
function ownSpan(context: Context): Span | undefined {
  return (context.getValue(INSIDE) as Inside | undefined)?.span;
}

/**
 * The context that a call belongs to. A retry or a queued call may begin in the context of an earlier call of ours, and
 * is a child of the application's span all the same.
 */
export function callerOf(active: Context): Context {
  const inside = active.getValue(INSIDE) as Inside | undefined;
  return inside !== undefined && trace.getSpan(active) === inside.span
    ? inside.caller
    : active;
}

/** The SDK sets it around its own exports; the key is a symbol of its description, the same in every copy. */
const SUPPRESS_TRACING = createContextKey(
  'OpenTelemetry SDK Context Key SUPPRESS_TRACING'
);

/**
 * Set while a user's hook runs, and in everything that it starts. Ours and not the context's: there may be no context
 * manager. There is none until a hook runs, for Node.js hands each storage on to every promise.
 */
let hooks: AsyncLocalStorage<true> | undefined;

/** Runs a user's hook: calls that it makes are not recorded, since each would run the hook again. */
export function runInHook<T>(hook: () => T): T {
  return (hooks ??= new AsyncLocalStorage()).run(true, hook);
}

/** Whether calls in this context are not recorded: those of the SDK's exporters, and those of users' hooks. */
export function isSuppressed(active: Context): boolean {
  return (
    active.getValue(SUPPRESS_TRACING) === true || hooks?.getStore() === true
  );
}

/** Under this key the conventions propose to find the span of the inference that is running. */
export const INFERENCE_SPAN = createContextKey(INFERENCE_SPAN_KEY);

/** An inference span that somebody else has begun for the call that we are about to see on the wire. */
export interface ForeignSpan {
  readonly span: Span;
  readonly producer: Producer;
}

/** The SDK's spans can be read, in both lines; the API does not promise it. */
export interface ReadableParts {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly instrumentationScope?: { readonly name?: string };
  readonly instrumentationLibrary?: { readonly name?: string };
}

/**
 * The inference span of somebody else that stands around the call: of an SDK that traces itself, or of an
 * instrumentation of client classes. Spans of agents, tools and workflows are parents and no duplicates.
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
  // One that has ended, like one left in a context by a call before, stands for nothing that happens now.
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

/** Whether a span is of a call of a model; spans of agents, tools and workflows are not. */
function isModelOperation(operation: unknown): boolean {
  return (
    operation === 'embeddings' ||
    isInference({ operation: operation as Call['operation'] })
  );
}

/** Fetching a response again and again within an inference is not a second span of that inference. */
function isFetch({ operation }: Call): boolean {
  return operation === 'fetch_response';
}
