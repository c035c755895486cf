// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  createContextKey,
  INVALID_SPAN_CONTEXT,
  ProxyTracerProvider,
  SpanKind,
  trace,
  type Context,
  type Span,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import type { Call } from '../call.ts';
import { attributesOf } from '../semconv/attribute-table.ts';
import { INFERENCE_SPAN_KEY } from '../semconv/attributes.ts';
import { spanName } from '../semconv/common.ts';
import type { Profile } from '../semconv/profile.ts';
import {
  NO_METRICS,
  setErrorStatus,
  type CallSpan,
  type SpanOptions,
} from './call-span.ts';
import { foreignSpan, sharedSpan } from './foreign/foreign-span.ts';
import type { ChosenProviders, Scope } from './providers.ts';
import { hooks, SUPPRESS_TRACING } from './suppression.ts';

/** Whether calls in this context are not recorded: those of the SDK's exporters, and those of users' hooks. */
export function isSuppressed(active: Context): boolean {
  return (
    active.getValue(SUPPRESS_TRACING) === true ||
    hooks.storage?.getStore() === true
  );
}

/** Begins the span of a call, with all attributes that samplers need at creation, or uses the existing one. */
export function openCallSpan(
  tracer: Tracer,
  { profile, duplicates }: SpanOptions,
  call: Call,
  caller: Context
): CallSpan {
  const parent = trace.getSpan(caller);
  const kept = caller.getValue(INFERENCE_SPAN) as Span | undefined;
  if (duplicates === 'enrich' && (parent ?? kept) !== undefined) {
    const inference = kept === ownSpan(caller) ? undefined : kept;
    const foreign = foreignSpan(parent, inference, call);
    if (foreign !== undefined) return sharedSpan(foreign, profile, caller);
  }
  return new OwnSpan(tracer, profile, call, caller);
}

class OwnSpan implements CallSpan {
  readonly span: Span;
  readonly context: Context;
  readonly measured = NO_METRICS;
  private readonly profile: Profile;

  constructor(tracer: Tracer, profile: Profile, call: Call, caller: Context) {
    this.profile = profile;
    const attributes = attributesOf(profile.request, call);
    const { areOfEvents, start: startTime } = call.times;
    const options = {
      kind: SpanKind.CLIENT,
      attributes,
      ...(areOfEvents === true && { startTime }),
    };
    this.span = tracer.startSpan(spanName(call), options, caller);
    this.context = new CallContext(this.span, caller, true);
  }

  update(call: Call): void {
    if (!this.span.isRecording()) return;
    this.span.updateName(spanName(call));
    this.span.setAttributes(attributesOf(this.profile.request, call));
  }

  end(call: Call): void {
    const { span } = this;
    try {
      if (span.isRecording()) {
        span.setAttributes(attributesOf(this.profile.response, call));
        if (call.errorType !== undefined) setErrorStatus(span, call);
      }
    } finally {
      const { areOfEvents, end } = call.times;
      span.end(areOfEvents === true ? end : undefined);
    }
  }
}

/**
 * Finds the tracer at each call, because the provider may be registered late or replaced. It calls the provider, because
 * `trace.getTracer` of API 1.10 drops the options, which include the schema URL.
 */
export function tracerFinder(
  { name, version, schemaUrl }: Scope,
  chosen: ChosenProviders
): () => Tracer {
  const tracers = new WeakMap<TracerProvider, Tracer>();
  return () => {
    const provider = realTracers(chosen.tracers ?? trace.getTracerProvider());
    let tracer = tracers.get(provider);
    if (tracer === undefined) {
      tracer = provider.getTracer(name, version, { schemaUrl });
      tracers.set(provider, tracer);
    }
    return tracer;
  };
}

/** The global provider is a proxy for the registered one, also after another one was registered. */
function realTracers(provider: TracerProvider): TracerProvider {
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegate()
    : provider;
}

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
