// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Context, Span } from '@opentelemetry/api';
import { isInference, type Call } from '../../call.ts';
import { ATTRIBUTES } from '../../semconv/attributes.ts';
import { producerOf, type Producer } from '../../semconv/producers.ts';
import { attributesOf } from '../../semconv/attribute-table.ts';
import type { Profile } from '../../semconv/profile.ts';
import { NO_METRICS, setErrorStatus, type CallSpan } from '../call-span.ts';
import { lostSpans } from './lost-spans.ts';

/** An inference span of another producer for the call that is about to be sent. */
export interface ForeignSpan {
  readonly span: Span;
  readonly producer: Producer;
}

/** The SDK's spans are readable in SDK 2.x and 3.x; the API does not guarantee it. */
export interface ReadableParts {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly instrumentationScope?: { readonly name?: string };
  readonly instrumentationLibrary?: { readonly name?: string };
}

/**
 * The inference span of another producer around the call: of an SDK that traces itself, or of an instrumentation of
 * client classes. Spans of agents, tools and workflows are parents, not duplicates.
 *
 * @param parent the active span
 * @param inference the span of the running inference, unless it is ours
 */
export function foreignSpan(
  parent: Span | undefined,
  inference: Span | undefined,
  call: Call
): ForeignSpan | undefined {
  const around = isSameCall(parent, call) ? parent : undefined;
  const span = isFetch(call) ? around : (inference ?? around);
  // An ended span, such as one left in a context by an earlier call, does not belong to this call.
  if (span?.isRecording() !== true) return undefined;
  const { attributes, instrumentationScope, instrumentationLibrary } =
    span as ReadableParts;
  const scope = (instrumentationScope ?? instrumentationLibrary)?.name ?? '';
  return { span, producer: producerOf(scope, attributes) };
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

/** Whether a span represents a call to a model; spans of agents, tools and workflows do not. */
function isModelOperation(operation: unknown): boolean {
  return (
    operation === 'embeddings' ||
    isInference({ operation: operation as Call['operation'] })
  );
}

/** Repeatedly fetching a response inside an inference creates no further span of that inference. */
function isFetch({ operation }: Call): boolean {
  return operation === 'fetch_response';
}

export function sharedSpan(
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
        measured = NO_METRICS;
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
          setErrorStatus(span, call);
        }
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
