// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  createContextKey,
  trace,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { isInference, type Call } from '../call.ts';
import { attributesOf } from '../semconv/attribute-table.ts';
import { ATTRIBUTES, INFERENCE_SPAN_KEY } from '../semconv/attributes.ts';
import { producerOf, type Producer } from '../semconv/producers.ts';
import type { Profile } from '../semconv/profile.ts';
import { ownSpan } from './call-context.ts';

/** Under this key the conventions propose to find the span of the inference that is running. */
export const INFERENCE_SPAN = createContextKey(INFERENCE_SPAN_KEY);

/** An inference span that somebody else has begun for the call that we are about to see on the wire. */
export interface ForeignSpan {
  readonly span: Span;
  readonly producer: Producer;
}

/** The SDK's spans can be read, in both lines; the API does not promise it. */
interface ReadableParts {
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

/**
 * Adds to somebody else's span what it does not have. Its end, its status and its errors are theirs: it may stand for
 * several attempts, of which the failed ones were mended.
 */
export function enrichSpan(span: Span, profile: Profile, call: Call): void {
  if (!span.isRecording()) return;
  const { attributes = {} } = span as ReadableParts;
  const ours = attributesOf(profile.request, call);
  attributesOf(profile.response, call, ours);
  for (const key in ours) {
    if (key in attributes || key === ATTRIBUTES.errorType) continue;
    span.setAttribute(key, ours[key]);
  }
}
