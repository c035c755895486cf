// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  createContextKey,
  trace,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { isInHook } from './hooks.ts';

/** Of a context of ours: the span that stands in it, and the context in which the application made that call. */
interface Inside {
  readonly span: Span;
  readonly caller: Context;
}

const INSIDE = createContextKey('opentelemetry-instrumentation-genai call');

/** Marks a context as that of a call of ours. */
export function insideCall(context: Context, inside: Inside): Context {
  return context.setValue(INSIDE, inside);
}

/** The span of the call of ours in whose context we are, if any. */
export function ownSpan(context: Context): Span | undefined {
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

/** Whether calls in this context are not recorded: those of the SDK's exporters, and those of users' hooks. */
export function isSuppressed(active: Context): boolean {
  return active.getValue(SUPPRESS_TRACING) === true || isInHook();
}
