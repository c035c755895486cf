// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  ProxyTracerProvider,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import type { Call } from '../call.ts';
import { attributesOf } from '../semconv/attribute-table.ts';
import { ATTRIBUTES } from '../semconv/attributes.ts';
import { spanName } from '../semconv/common.ts';
import type { Profile } from '../semconv/profile.ts';
import {
  foreignSpan,
  INFERENCE_SPAN,
  type Inside,
  insideCall,
  type ForeignSpan,
  type ReadableParts,
} from './call-context.ts';
import { lostSpans } from './lost-spans.ts';

const NOTHING: ReadonlySet<string> = new Set();

/** The span of one call: ours, or one that another producer has begun for it. */
export interface CallSpan {
  readonly span: Span;
  /** The call itself, and what it starts, such as its HTTP span, runs in this context. */
  readonly context: Context;
  /** Metrics that its producer records as well: ours would double them. */
  readonly measured: ReadonlySet<string>;
  /** Adds the facts of a request body that could only be read after the span had begun. */
  update(call: Call): void;
  end(call: Call): void;
  /** For a span whose producer may never end it, and then has measured nothing: `record` does so in its stead. */
  recover?(call: Call, record: () => void): void;
}

export interface SpanOptions {
  readonly profile: Profile;
  /** Whether a span of another producer around the call is enriched, or gets one of ours under it. */
  readonly duplicates: 'enrich' | 'separate';
}

/** Begins the span of a call, with all attributes that samplers are promised at creation, or takes the one that exists. */
export function openCallSpan(
  tracer: Tracer,
  { profile, duplicates }: SpanOptions,
  call: Call,
  caller: Context
): CallSpan {
  const foreign =
    duplicates === 'enrich' ? foreignSpan(caller, call) : undefined;
  return foreign === undefined
    ? new OwnSpan(tracer, profile, call, caller)
    : sharedSpan(foreign, profile, caller);
}

class OwnSpan implements CallSpan, Inside {
  readonly span: Span;
  readonly caller: Context;
  readonly context: Context;
  readonly measured = NOTHING;
  private readonly profile: Profile;

  constructor(tracer: Tracer, profile: Profile, call: Call, caller: Context) {
    this.profile = profile;
    const attributes = attributesOf(profile.request, call);
    const options = { kind: SpanKind.CLIENT, attributes };
    const span = tracer.startSpan(spanName(call), options, caller);
    this.span = span;
    this.caller = caller;
    this.context = insideCall(
      trace.setSpan(caller, span).setValue(INFERENCE_SPAN, span),
      this
    );
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
        setStatus(span, call);
      }
    } finally {
      span.end();
    }
  }
}

function sharedSpan(
  { span, producer }: ForeignSpan,
  profile: Profile,
  caller: Context
): CallSpan {
  let measured = producer.measures;
  const shared: CallSpan = {
    span,
    context: caller,
    get measured() {
      return measured;
    },
    update() {},
    end(call) {
      if (producer.skipsFailures && call.errorType !== undefined) {
        measured = NOTHING;
      }
      enrichSpan(span, profile, call);
    },
  };
  if (!producer.losesSpans) return shared;
  lostSpans.resume(span);
  return {
    ...shared,
    recover(call, record) {
      const end = (): void => {
        if (call.errorType !== undefined) {
          span.setAttribute(ATTRIBUTES.errorType, call.errorType);
        }
        setStatus(span, call);
        span.end(call.times.end);
      };
      lostSpans.watch(span, call, { end, record });
    },
  };
}

/**
 * Adds to somebody else's span what it does not have. Its end, its status and its errors are theirs: it may stand for
 * several attempts, of which the failed ones were mended.
 */
function enrichSpan(span: Span, profile: Profile, call: Call): void {
  if (!span.isRecording()) return;
  const { attributes = {} } = span as ReadableParts;
  const ours = attributesOf(profile.request, call);
  attributesOf(profile.response, call, ours);
  for (const key in ours) {
    if (key in attributes || key === ATTRIBUTES.errorType) continue;
    const value = ours[key];
    if (value !== undefined) span.setAttribute(key, value);
  }
}

/** Status is unset on success, never OK. */
function setStatus(span: Span, { errorType, errorMessage }: Call): void {
  if (errorType === undefined) return;
  span.setStatus(
    errorMessage === undefined
      ? { code: SpanStatusCode.ERROR }
      : { code: SpanStatusCode.ERROR, message: errorMessage }
  );
}

/** Name, version and schema of the one who emits. */
export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly schemaUrl: string;
}

/**
 * Finds the tracer at each call, for the provider may come late or be replaced. It asks the provider: `trace.getTracer`
 * of API 1.10 drops the options, and the schema URL is one.
 */
export function tracerFinder(
  { name, version, schemaUrl }: Scope,
  chosen: () => TracerProvider | undefined
): () => Tracer {
  const tracers = new WeakMap<TracerProvider, Tracer>();
  return () => {
    const provider = realTracers(chosen() ?? trace.getTracerProvider());
    let tracer = tracers.get(provider);
    if (tracer === undefined) {
      tracer = provider.getTracer(name, version, { schemaUrl });
      tracers.set(provider, tracer);
    }
    return tracer;
  };
}

/** The global provider stands in for the one that is registered, and for the next one after it. */
function realTracers(provider: TracerProvider): TracerProvider {
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegate()
    : provider;
}
