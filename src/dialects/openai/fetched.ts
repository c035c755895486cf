// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { RequestFacts, ResponseFacts } from '../../call.ts';
import type { Dialect } from '../dialect.ts';
import type { JsonObject } from '../fields.ts';
import { asObject, asText, said } from '../fields.ts';
import { errorTypeOf, eventErrorType } from './error.ts';
import {
  errorEventType,
  readEnd,
  readNames,
  terminalEvents,
} from './responses.ts';

/**
 * A stored response that is fetched, whole or as a resumed stream. Fetching runs no inference: tokens and failure belong to
 * the call that created the response, and are not recorded again.
 *
 * @see https://platform.openai.com/docs/api-reference/responses/get
 */
export const openaiFetched: Dialect = {
  name: 'openai-fetched',
  requestMembers: new Set(),
  readRequest: (_body, url) =>
    said<RequestFacts>({
      responseId: fetchedIdOf(url),
      streamCursor: asText(url.searchParams.get('starting_after')),
      apiType: 'responses',
    }),
  readResponse(json, _header, facts) {
    const body = asObject(json);
    // The error inside a response belongs to the call that created it.
    const errorType =
      body['object'] === 'response' ? undefined : errorTypeOf(json);
    if (errorType !== undefined) facts.errorType = errorType;
    else readStored(body, facts);
  },
  readEvent(event, facts) {
    const { type, response } = asObject(event);
    const errorType =
      type === 'error'
        ? errorEventType(asObject(event))
        : eventErrorType(event);
    if (errorType !== undefined) facts.errorType = errorType;
    readStored(asObject(response), facts);
    if (typeof type === 'string' && terminalEvents.has(type)) {
      facts.complete = true;
    }
  },
};

/** The id in the path; for a failed call, there is no other. */
export function fetchedIdOf({ pathname }: URL): string | undefined {
  const id = /\/responses\/([^/]+)\/?$/.exec(pathname)?.[1];
  if (id === undefined) return undefined;
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

function readStored(response: JsonObject, facts: ResponseFacts): void {
  const { object, status: state, model } = response;
  // Responses of other APIs, such as surveys, have an id as well.
  if (object !== 'response' && !(isStatus(state) && asText(model))) return;
  readNames(response, facts);
  readEnd(response, facts);
  if (isStatus(state)) facts.status = state;
}

function isStatus(value: unknown): value is string {
  return STATUSES.has(value);
}

/** The only values that the conventions define. */
const STATUSES: ReadonlySet<unknown> = new Set([
  'queued',
  'in_progress',
  'completed',
  'incomplete',
  'failed',
  'cancelled',
]);
