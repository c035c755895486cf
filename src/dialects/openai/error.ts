// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from '../fields.ts';
import { asInteger, asObject, asText, asWord } from '../fields.ts';

/**
 * `error.type` of a body in OpenAI's format or a variant of it: the code if it is a word, else the type, else
 * a numeric code. `undefined` if the body contains no error, or only free text about one.
 */
export function errorTypeOf(json: unknown): string | undefined {
  // Google's OpenAI-compatible endpoint wraps its error into an array.
  const body = asObject(Array.isArray(json) ? json[0] : json);
  const error = body['error'];
  if (error == null) return flatErrorType(body);
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

/** `error.type` of one event of a stream. The HTTP status was 200, so an error without a code is `_OTHER`. */
export function eventErrorType(event: unknown): string | undefined {
  return errorTypeOf(event) ?? (tellsOfError(event) ? '_OTHER' : undefined);
}

/**
 * `error.type` of an upstream provider's error in a choice.
 *
 * @see https://openrouter.ai/docs/api-reference/errors
 */
export function choiceErrorType(choice: unknown): string | undefined {
  const error = asObject(choice)['error'];
  return error == null ? undefined : errorTypeOf({ error });
}

/**
 * Finish reasons of choices that the provider could not complete, with their `error.type`: OpenRouter and Zhipu
 * (https://docs.bigmodel.cn/api-reference).
 */
export const failedReasons: ReadonlyMap<string, string> = new Map([
  ['error', '_OTHER'],
  ['network_error', 'network_error'],
]);

/**
 * Failures without a member `error`. Mistral and vLLM: { object: "error", type, code, message }; the code is a number
 * that is less specific than the type. MiniMax: { base_resp: { status_code, status_msg } } in a 200. Baidu: { error_code,
 * error_msg } in a 200. DashScope and SiliconFlow: { code, message }; gateways: { success: false, message }, { detail }, an event of { type, message }.
 *
 * @see https://docs.mistral.ai/api/ (errors)
 * @see https://www.minimax.io/platform/document/error_code
 * @see https://help.aliyun.com/zh/model-studio/error-code
 */
function flatErrorType(body: JsonObject): string | undefined {
  if (body['object'] === 'error') {
    return asWord(body['type']) ?? codeOf(body['code']);
  }
  const status = asInteger(asObject(body['base_resp'])['status_code']);
  if (status !== undefined && status !== 0) return String(status);
  const code = asInteger(body['error_code']);
  if (code !== undefined && code !== 0) return String(code);
  if (!tellsOfFailure(body)) return undefined;
  return (
    asWord(body['code']) ??
    asWord(body['type']) ??
    codeOf(body['code']) ??
    '_OTHER'
  );
}

/** Whether the body has an error text or `success: false`, and no member of an answer. */
function tellsOfFailure(body: JsonObject): boolean {
  const { success, message, detail, code } = body;
  const failed = success === false;
  // Return early: most bodies are answers, which have none of these.
  if (!failed && asText(message) === undefined && asText(detail) === undefined)
    return false;
  if (ANSWERS.some(name => isFilled(body[name]))) return false;
  return failed || !SUCCESSES.has(codeOf(code)?.toLowerCase());
}

/** Members of answers in the formats whose errors are read here. */
const ANSWERS = ['choices', 'usage', 'output', 'content', 'data', 'results'];

/** Success codes of bodies that wrap another body. */
const SUCCESSES: ReadonlySet<string | undefined> = new Set([
  '0',
  '200',
  'ok',
  'success',
]);

function isFilled(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && Object.keys(value).length > 0
  );
}

/** Whether a body contains an error, even if only as free text. */
export function tellsOfError(json: unknown): boolean {
  const body = asObject(json);
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
