// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { asInteger, asObject, asWord } from '../fields.ts';

/**
 * `error.type` of { error: { code, message, status } }, which Google's streams wrap into an array: the status, else the
 * numeric code. `undefined` if the body contains no error, or only free text about one.
 */
export function googleErrorType(json: unknown): string | undefined {
  const body = asObject(Array.isArray(json) ? json[0] : json);
  const error = asObject(body['error']);
  return asWord(error['status']) ?? asInteger(error['code'])?.toString();
}

/** The same for the Interactions API, whose code is a word: { error: { code: "invalid_request", message } }. */
export function interactionsErrorType(json: unknown): string | undefined {
  const { error } = asObject(json);
  return asWord(asObject(error)['code']) ?? googleErrorType(json);
}

/** `error.type` of one event of a stream. The HTTP status was 200, so an error without a code is `_OTHER`. */
export function googleEventErrorType(event: unknown): string | undefined {
  const { error } = asObject(event);
  if (error === undefined || error === null) return undefined;
  return googleErrorType(event) ?? '_OTHER';
}
