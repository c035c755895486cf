// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from './call.ts';

/** How an exchange ended, in the words of the wire. */
export type Outcome =
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly error: unknown }
  | {
      readonly kind: 'abandoned';
      readonly reason: unknown;
      /** The client's own limit for one attempt, in seconds, as its SDK says in a header. */
      readonly clientTimeout: number | undefined;
    };

/** The convention's word for a failure that has no name of its own. */
const OTHER = '_OTHER';

/** Words of an error that stay the same from one failure to the next. */
const LOW_CARDINALITY = /^[\w.-]{1,64}$/;

/** What clients call it when their patience ended: DOMException, Node, axios and older clients. */
const TIMEOUT = /^(?!.*\s)(?:.*(?:timeout|timedout)|ECONNABORTED$)/i;

/**
 * `error.type` of a call that failed, `undefined` for one that did not: the provider's code or type, else the HTTP
 * status, else a code or name of the failure. Never free text.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.0/docs/general/recording-errors.md
 */
export function errorTypeOf(call: Call, outcome: Outcome): string | undefined {
  const { status, response } = call;
  const said = response.errorType;
  if (said !== undefined && said !== OTHER) return said;
  if (status !== undefined && status >= 400) return String(status);
  if (said !== undefined) return said;
  if (outcome.kind === 'end') return undefined;
  if (outcome.kind === 'error') {
    return response.complete === true
      ? undefined
      : thrownErrorType(outcome.error);
  }
  // Leaving after the stream's last word is not leaving early.
  if (response.complete === true) return undefined;
  return isTimeout(call, outcome) ? 'timeout' : 'aborted';
}

/**
 * Somebody's patience ended: the reason says so; or a timer aborted, as those of the official SDKs do without a reason,
 * but only ever before the head of the response.
 */
function isTimeout(
  { status, times }: Call,
  {
    reason,
    clientTimeout,
  }: { reason: unknown; clientTimeout: number | undefined }
): boolean {
  const { code, name } = fieldsOf(reason);
  const words = [reason, name, code];
  if (words.some(word => isText(word) && TIMEOUT.test(word))) return true;
  if (status !== undefined) return false;
  if (isAbortedByTimer(reason)) return true;
  return (
    clientTimeout !== undefined &&
    (times.end ?? 0) - times.start >= clientTimeout * 1000
  );
}

/** `controller.abort()` as the whole of a timer: the reason that it makes remembers who called. */
function isAbortedByTimer(reason: unknown): boolean {
  const { name, stack } = fieldsOf(reason);
  return (
    name === 'AbortError' &&
    isText(stack) &&
    stack.includes('at listOnTimeout (node:internal/timers') &&
    !stack.includes('dispatchEvent')
  );
}

/** `error.type` of something that was thrown: a code or a name of low cardinality. */
export function thrownErrorType(error: unknown): string {
  const { code, name } = fieldsOf(error);
  if (isText(name) && name === 'TimeoutError') return 'timeout';
  for (const word of [code, name]) {
    if (isText(word) && LOW_CARDINALITY.test(word)) return word;
  }
  return OTHER;
}

function fieldsOf(error: unknown): {
  code?: unknown;
  name?: unknown;
  stack?: unknown;
} {
  return typeof error === 'object' && error !== null ? error : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
