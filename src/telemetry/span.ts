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
  CallContext,
  foreignSpan,
  type ForeignSpan,
  type ReadableParts,
} from './call-context.ts';
import { lostSpans } from './lost-spans.ts';

const NOTHING: ReadonlySet<string> = new Set();

/** The span of one call: ours, or another producer's. */
export interface CallSpan {
  readonly span: Span;
  /** The context for the call and for everything that it starts, such as its HTTP span. */
  readonly context: Context;
  /** Metrics that the span's producer records, too; ours would duplicate them. */
  readonly measured: ReadonlySet<string>;
  /** Adds facts of a request body that were read only after the span had begun. */
  update(call: Call): void;
  end(call: Call): void;
  /** For a span whose producer may never end it: in that case, `record` records the metrics instead of the producer. */
  recover?(call: Call, record: () => void): void;
}

export interface SpanOptions {
  readonly profile: Profile;
  /** Whether another producer's span around the call is enriched, or gets a separate child span. */
  readonly duplicates: 'enrich' | 'separate';
}

/** Begins the span of a call, with all attributes that samplers need at creation, or uses the existing one. */
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

class OwnSpan implements CallSpan {
  readonly span: Span;
  readonly context: Context;
  readonly measured = NOTHING;
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
        setStatus(span, call);
      }
    } finally {
      const { areOfEvents, end } = call.times;
      span.end(areOfEvents === true ? end : undefined);
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
      } else if (call.request.stream === true) {
        measured = producer.measuresOfStreams;
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
 * Adds missing attributes to another producer's span. The producer sets its end, status and errors, because the span may
 * cover several attempts, of which only the last one counts.
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

/** Leaves the status unset on success; never sets OK. */
function setStatus(span: Span, { errorType, errorMessage }: Call): void {
  if (errorType === undefined) return;
  span.setStatus(
    errorMessage === undefined
      ? { code: SpanStatusCode.ERROR }
      : { code: SpanStatusCode.ERROR, message: errorMessage }
  );
}

/** Name, version and schema URL of this instrumentation. */
export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly schemaUrl: string;
}

/**
 * Finds the tracer at each call, because the provider may be registered late or replaced. It calls the provider, because
 * `trace.getTracer` of API 1.10 drops the options, which include the schema URL.
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

/** The global provider is a proxy for the registered one, also after another one was registered. */
function realTracers(provider: TracerProvider): TracerProvider {
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegate()
    : provider;
}
