// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
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
import { spanName } from '../semconv/common.ts';
import type { Profile } from '../semconv/profile.ts';
import { CallContext, hasSpan } from './call-context.ts';
import {
  NO_METRICS,
  setErrorStatus,
  type CallSpan,
  type SpanOptions,
} from './call-span.ts';
import { foreignSpan, sharedSpan } from './foreign/foreign-span.ts';
import type { ChosenProviders, Scope } from './providers.ts';

/** Begins the span of a call, with all attributes that samplers need at creation, or uses the existing one. */
export function openCallSpan(
  tracer: Tracer,
  { profile, duplicates }: SpanOptions,
  call: Call,
  caller: Context
): CallSpan {
  const foreign =
    duplicates === 'enrich' && hasSpan(caller)
      ? foreignSpan(caller, call)
      : undefined;
  return foreign === undefined
    ? new OwnSpan(tracer, profile, call, caller)
    : sharedSpan(foreign, profile, caller);
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
