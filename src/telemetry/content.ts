// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Context, Span } from '@opentelemetry/api';
import type { Call, CallContent } from '../call.ts';
import { errorText } from '../error-text.ts';
import { thrownErrorType } from '../error-type.ts';
import {
  contentAttributes,
  detailsAttributes,
  EXCEPTION_ATTRIBUTES,
} from '../semconv/events.ts';
import {
  SEVERITY,
  type EventDefinition,
  type Profile,
} from '../semconv/profile.ts';
import type { EventLogger, EventRecord } from './providers.ts';
import type { CallSpan } from './call-span.ts';

export interface ContentTelemetry {
  readonly profile: Profile;
  readonly where: 'none' | 'span' | 'event' | 'both';
  readonly logger: EventLogger | undefined;
}

/** Records the content of a call in the places that the user configured. */
export function recordContent(
  { span, context, measured }: CallSpan,
  call: Call,
  content: CallContent | undefined,
  { profile, where, logger }: ContentTelemetry
): void {
  if (content !== undefined && where !== 'event') setContent(span, content);
  // Producers that record metrics also emit their own event.
  if (where === 'span' || logger === undefined || measured.size > 0) return;
  const record = eventRecord(profile.content.event, context);
  if (logger.enabled?.(record) === false) return;
  logger.emit({
    ...record,
    attributes: {
      ...detailsAttributes(profile, call),
      ...(content && contentAttributes(content)),
    },
  });
}

/**
 * Emits the event of a failed call: a failed exchange, an error of the API, or a rate limit.
 *
 * @param error of the transport, if there was one.
 */
export function recordException(
  { context, measured }: CallSpan,
  { errorType }: Call,
  error: unknown,
  { exception }: Profile,
  logger: EventLogger | undefined
): void {
  if (logger === undefined || measured.size > 0) return;
  // An abort by the application is no exception.
  if (errorType === undefined || errorType === 'aborted') return;
  const record = eventRecord(exception, context);
  if (logger.enabled?.(record) === false) return;
  const attributes =
    error === undefined
      ? { [EXCEPTION_ATTRIBUTES.type]: errorType }
      : exceptionAttributes(error);
  logger.emit({ ...record, attributes });
}

/**
 * Written as JSON, because spans of some SDK versions accept no structures. Values of other producers are kept.
 */
function setContent(span: Span, content: CallContent): void {
  if (!span.isRecording()) return;
  const { attributes = {} } = span as {
    attributes?: Readonly<Record<string, unknown>>;
  };
  for (const [name, said] of Object.entries(contentAttributes(content))) {
    if (!(name in attributes)) span.setAttribute(name, JSON.stringify(said));
  }
}

function eventRecord(
  { name, severity }: EventDefinition,
  context: Context
): EventRecord {
  return {
    eventName: name,
    ...(severity !== undefined && {
      severityNumber: SEVERITY[severity],
      severityText: severity,
    }),
    context,
  };
}

/** Node's errors have codes, which are more specific than their class. */
function exceptionAttributes(error: unknown): Record<string, string> {
  return {
    [EXCEPTION_ATTRIBUTES.type]: thrownErrorType(error),
    [EXCEPTION_ATTRIBUTES.message]: errorText(error),
  };
}
