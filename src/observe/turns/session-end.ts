// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { thrownErrorType } from '../../error-type.ts';
import type { SocketClose } from '../../wire/exchange.ts';

/** Codes of a close that is no failure: done, going away, none given. */
const REGULAR: ReadonlySet<number | undefined> = new Set([
  1000,
  1001,
  1005,
  undefined,
]);

/** The code of RFC 6455 for a connection that ended without a close frame; it is never sent. */
const BROKEN = '1006';

/** The cause for which the open turns of a session end. */
export type Loss = { readonly errorType: string } | 'left';

/** The end of the turns that are open when the connection ends. */
export function lossOf(close: SocketClose): Loss {
  switch (close.by) {
    case 'application':
      return 'left';
    case 'server':
      return { errorType: String(close.code ?? 1005) };
    default:
      return { errorType: failureOf(close) };
  }
}

/** `error.type` of the session: a refused handshake, a failed connection, or a code that says that something is wrong. */
export function sessionError(close: SocketClose): string | undefined {
  if (close.by === 'broken' || close.by === 'refused') return failureOf(close);
  return REGULAR.has(close.code) ? undefined : String(close.code);
}

function failureOf({ status, error }: SocketClose): string {
  if (status !== undefined) return String(status);
  return error === undefined ? BROKEN : thrownErrorType(error);
}
