// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ResponseFacts } from '../../call.ts';
import type { JsonObject } from '../fields.ts';
import { asObject, asText, asWord } from '../fields.ts';

/** Reads { errors: [{ code, message }], trace, status_code }, the error body of watsonx.ai. */
export function readErrors(body: JsonObject, facts: ResponseFacts): void {
  const code = asWord(firstOf(body)['code']);
  if (code !== undefined) facts.errorType = code;
}

/** The same in a stream, whose HTTP status was 200. */
export function readErrorEvent(event: JsonObject, facts: ResponseFacts): void {
  if (Object.keys(firstOf(event)).length > 0) facts.errorType = '_OTHER';
  readErrors(event, facts);
}

/** The member for the model is `model_id` in watsonx.ai, in requests and answers. */
export function modelOf(body: JsonObject): string | undefined {
  return asText(body['model_id']) ?? asText(body['model']);
}

/** Streams have a separate path: /text/chat_stream. */
export function streamOf({ pathname }: URL): true | undefined {
  return /_stream\/?$/.test(pathname) ? true : undefined;
}

function firstOf(body: JsonObject): JsonObject {
  const { errors } = body;
  return asObject(Array.isArray(errors) ? errors[0] : undefined);
}
