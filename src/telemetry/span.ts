// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { Call } from '../call.ts';
import { ATTRIBUTES } from '../semconv/attributes.ts';
import type { Profile } from '../semconv/profile.ts';
import { insideCall } from './call-context.ts';
import {
  enrichSpan,
  foreignSpan,
  INFERENCE_SPAN,
  type ForeignSpan,
} from './foreign-span.ts';
import { lostSpans } from './lost-spans.ts';

const NOTHING: ReadonlySet<string> = new Set();

/** The span of one call: ours, or one that somebody else has begun for it. */
export interface CallSpan {
  readonly span: Span;
  /** What the call itself starts, like its HTTP span, runs in this. */
  readonly context: Context;
  /** Metrics that its producer records as well: ours would double them. */
  readonly measured: ReadonlySet<string>;
  /** Adds what a request body said that could only be read after the span had begun. */
  update(call: Call): void;
  end(call: Call): void;
  /** Of a span whose producer may never end it, and then has measured nothing: `record` does so in its stead. */
  recover?(call: Call, record: () => void): void;
}

export interface SpanOptions {
  readonly profile: Profile;
  /** What to do where somebody else's inference span stands around the call already. */
  readonly duplicates: 'enrich' | 'separate';
}

/** Begins the span of a call, with everything that samplers are promised at creation, or takes the one that is there. */
export function openCallSpan(
  tracer: Tracer,
  { profile, duplicates }: SpanOptions,
  call: Call,
  caller: Context
): CallSpan {
  const foreign =
    duplicates === 'enrich' ? foreignSpan(caller, call) : undefined;
  if (foreign !== undefined) return shareSpan(foreign, profile, caller);
  const span = tracer.startSpan(
    profile.spanName(call),
    { kind: SpanKind.CLIENT, attributes: profile.requestAttributes(call) },
    caller
  );
  return {
    span,
    context: insideCall(
      trace.setSpan(caller, span).setValue(INFERENCE_SPAN, span),
      { span, caller }
    ),
    measured: NOTHING,
    update(updated) {
      if (!span.isRecording()) return;
      span.updateName(profile.spanName(updated));
      span.setAttributes(profile.requestAttributes(updated));
    },
    end(ended) {
      if (span.isRecording()) describeEnd(span, profile, ended);
      span.end();
    },
  };
}

function shareSpan(
  { span, producer }: ForeignSpan,
  profile: Profile,
  caller: Context
): CallSpan {
  const shared: CallSpan = {
    span,
    context: caller,
    measured: producer.measures,
    update() {},
    end: ended => enrichSpan(span, profile, ended),
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

function describeEnd(span: Span, profile: Profile, call: Call): void {
  span.setAttributes(profile.responseAttributes(call));
  setStatus(span, call);
}

/** Status is unset on success, never OK. */
function setStatus(span: Span, { errorType, errorMessage }: Call): void {
  if (errorType === undefined) return;
  span.setStatus({
    code: SpanStatusCode.ERROR,
    ...(errorMessage !== undefined && { message: errorMessage }),
  });
}
