// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ATTRIBUTES } from '../../../semconv/attributes.ts';
import type { SeenSpan } from '../sighting.ts';
import type { Loose } from './providers.ts';

/** A span of SDK 1.x to 3.x. */
interface AnySpan {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly instrumentationScope?: { readonly name: string };
  readonly instrumentationLibrary?: { readonly name: string };
  readonly parentSpanContext?: { readonly spanId: string };
  readonly parentSpanId?: string;
  spanContext(): { readonly traceId: string; readonly spanId: string };
}

/** Adds a processor that keeps the spans that end from now on. @returns reads them. */
export function watchSpans(processors: Loose[]): () => readonly SeenSpan[] {
  const seen: AnySpan[] = [];
  processors.push({
    onStart(): void {},
    onEnd: (span: AnySpan) => void seen.push(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  });
  return () => seen.map(seenSpan);
}

function seenSpan(span: AnySpan): SeenSpan {
  const model = span.attributes[ATTRIBUTES.requestModel];
  const { traceId, spanId } = span.spanContext();
  return {
    scope:
      (span.instrumentationScope ?? span.instrumentationLibrary)?.name ?? '',
    name: span.name,
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? span.parentSpanId,
    model: typeof model === 'string' ? model : undefined,
  };
}
