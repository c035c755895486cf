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
export interface Ended {
  readonly status?: number | undefined;
  readonly response: ResponseFacts;
  readonly times: CallTimes;
}

/** The convention's word for a failure that has no name of its own. */
export const OTHER = '_OTHER';

/** Names of the errors of timeouts: of DOMException, Node, axios and older clients. */
const TIMEOUT = /^(?!.*\s)(?:.*(?:timeout|timedout)|ECONNABORTED$)/i;

/**
 * Whether a time limit ended the call. The rule is the same for every client, because an abort by a timer is a deadline
 * that was missed, whoever set it: the reason names a timeout, or a timer aborted. Clients that abort a controller of
 * their own do not hand on the caller's reason; the stack of theirs still begins at the timer. A limit that the client
 * names in a header, as the SDKs of OpenAI and Anthropic do, is one for the head of the response.
 */
export function isTimeout(
  { status, times }: Ended,
  {
    reason,
    clientTimeout,
  }: { reason: unknown; clientTimeout: number | undefined }
): boolean {
  return (
    namesTimeout(reason) ||
    namesTimeout(fieldOf(reason, 'cause')) ||
    wasMadeByTimer(reason) ||
    (status === undefined &&
      clientTimeout !== undefined &&
      (times.end ?? 0) - times.start >= clientTimeout * 1000)
  );
}

function namesTimeout(reason: unknown): boolean {
  const words = [reason, fieldOf(reason, 'name'), fieldOf(reason, 'code')];
  return words.some(word => isText(word) && TIMEOUT.test(word));
}

/**
 * Whether an error was made in the callback of a timer, as the reason of `controller.abort()` is that a timer calls. What
 * only continues while timers run, such as code behind an `await`, is no callback of one.
 */
function wasMadeByTimer(error: unknown): boolean {
  const stack = fieldOf(error, 'stack');
  if (!isText(stack)) return false;
  if (madeByTimers.has(error as object)) return true;
  const timer = stack.indexOf('at listOnTimeout (node:internal/timers');
  const found =
    timer !== -1 && !stack.slice(0, timer).includes('at runNextTicks');
  if (found) madeByTimers.add(error as object);
  return found;
}

/** One signal may end several attempts, and `fetch` writes a stack of its own into a reason that it rejects with. */
const madeByTimers = new WeakSet();

/** `error.type` of something that was thrown: its code or the name of its class, where they look like one. */
export function thrownErrorType(error: unknown): string {
  if (fieldOf(error, 'name') === 'TimeoutError') return 'timeout';
  return errorCode(error) ?? errorName(error) ?? OTHER;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
