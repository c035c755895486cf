// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { CallTimes, ResponseFacts } from './call.ts';
import { errorCode, errorName, fieldOf } from './error-text.ts';

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

/** The facts of a call that decide about its failure. */
interface Ended {
  readonly status?: number | undefined;
  readonly response: ResponseFacts;
  readonly times: CallTimes;
}

/** The convention's word for a failure that has no name of its own. */
const OTHER = '_OTHER';

/** Names of the errors of timeouts: of DOMException, Node, axios and older clients. */
const TIMEOUT = /^(?!.*\s)(?:.*(?:timeout|timedout)|ECONNABORTED$)/i;

/**
 * `error.type` of a call that failed, `undefined` for one that did not: the provider's code or type, else the HTTP
 * status, else a code or name of the failure. Never free text.
 *
 * @see https://github.com/open-telemetry/semantic-conventions/blob/v1.41.0/docs/general/recording-errors.md
 */
export function errorTypeOf(call: Ended, outcome: Outcome): string | undefined {
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
 * Whether a time limit ended the call: the reason names one, or the head of the response did not come in time. Where the
 * client names its limit in a header, as the SDKs of OpenAI and Anthropic do, that limit alone decides: an abort before it
 * is the caller's own, whoever passes it on. Where it names none, an abort that a timer made is taken for a limit.
 */
function isTimeout(
  { status, times }: Ended,
  {
    reason,
    clientTimeout,
  }: { reason: unknown; clientTimeout: number | undefined }
): boolean {
  const words = [reason, fieldOf(reason, 'name'), fieldOf(reason, 'code')];
  if (words.some(word => isText(word) && TIMEOUT.test(word))) return true;
  if (status !== undefined) return false;
  return clientTimeout === undefined
    ? isAbortedByTimer(reason)
    : (times.end ?? 0) - times.start >= clientTimeout * 1000;
}

/** `controller.abort()` as the whole of a timer: the reason that it makes remembers who called. */
function isAbortedByTimer(reason: unknown): boolean {
  const stack = fieldOf(reason, 'stack');
  return (
    fieldOf(reason, 'name') === 'AbortError' &&
    isText(stack) &&
    stack.includes('at listOnTimeout (node:internal/timers') &&
    !stack.includes('dispatchEvent')
  );
}

/** `error.type` of something that was thrown: its code or the name of its class, where they look like one. */
export function thrownErrorType(error: unknown): string {
  if (fieldOf(error, 'name') === 'TimeoutError') return 'timeout';
  return errorCode(error) ?? errorName(error) ?? OTHER;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
