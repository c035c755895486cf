// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { asInteger, asObject, asText, asWord } from '../fields.ts';

/**
 * `error.type` of a body in the shape of OpenAI or of those who vary it: the code when it is a word, else the type, else
 * a numeric code. `undefined` when the body tells of no error, or only in free text.
 */
export function errorTypeOf(json: unknown): string | undefined {
  // Google's OpenAI-compatible endpoint wraps its error into an array.
  const body = asObject(Array.isArray(json) ? json[0] : json);
  const error = body['error'];
  // xAI: { code, error: "text" }
  if (asText(error) !== undefined) return codeOf(body['code']);
  const said = asObject(error);
  return (
    asWord(said['code']) ??
    asWord(said['type']) ??
    asWord(said['status']) ??
    codeOf(said['code']) ??
    flatErrorType(body)
  );
}

/** `error.type` of one event of a stream: its status was 200, so an error without a code is `_OTHER`. */
export function eventErrorType(event: unknown): string | undefined {
  return errorTypeOf(event) ?? (tellsOfError(event) ? '_OTHER' : undefined);
}

/** Mistral and vLLM: { object: "error", type, code, message }, whose code is a number that says less than the type. */
function flatErrorType(body: Record<string, unknown>): string | undefined {
  if (body['object'] !== 'error') return undefined;
  return asWord(body['type']) ?? codeOf(body['code']);
}

function tellsOfError(event: unknown): boolean {
  const body = asObject(event);
  return (
    body['object'] === 'error' ||
    asText(body['error']) !== undefined ||
    Object.keys(asObject(body['error'])).length > 0
  );
}

/** OpenRouter's codes are HTTP statuses as numbers. */
function codeOf(value: unknown): string | undefined {
  return asWord(value) ?? asInteger(value)?.toString();
}
