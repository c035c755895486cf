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
import type { Profile } from '../semconv/profile.ts';

/** Starts the inference span of a call, with everything that samplers are promised at creation. */
export function startInferenceSpan(
  tracer: Tracer,
  profile: Profile,
  call: Call,
  parent: Context
): Span {
  return tracer.startSpan(
    profile.spanName(call),
    {
      kind: SpanKind.CLIENT,
      attributes: profile.requestAttributes(call),
    },
    parent
  );
}

/** Adds what a request body said that could only be read after the span had begun. */
export function updateInferenceSpan(
  span: Span,
  profile: Profile,
  call: Call
): void {
  if (!span.isRecording()) return;
  span.updateName(profile.spanName(call));
  span.setAttributes(profile.requestAttributes(call));
}

/** Ends the span of a call that has ended: unset status on success, never OK. */
export function endInferenceSpan(
  span: Span,
  profile: Profile,
  call: Call
): void {
  if (span.isRecording()) {
    span.setAttributes(profile.responseAttributes(call));
    if (call.errorType !== undefined) {
      span.setStatus({
        code: SpanStatusCode.ERROR,
        ...(call.errorMessage !== undefined && { message: call.errorMessage }),
      });
    }
  }
  span.end();
}

/** The span that is active in a context, if any. */
export function activeSpan(context: Context): Span | undefined {
  return trace.getSpan(context);
}
