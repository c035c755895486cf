// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { fieldOf } from '../../error-text.ts';
import type { Tap } from '../tap.ts';

/** Reports the error that a handler or a request received. */
export function failed(tap: Tap, source: object, error: unknown): void {
  if (!tap.isBoundTo(source)) return;
  if (isLetGo(error, tap.state === 'answered')) tap.abandoned(source, error);
  else tap.error(source, error);
}

/**
 * Whether the application ended the exchange: an abort, a cancelled or destroyed body, or a body that was garbage collected
 * unread (its error is a string). A body is cancelled with any reason that the application gives; other failures have a
 * code from Node or undici, or are errors of the parser.
 */
function isLetGo(error: unknown, responded: boolean): boolean {
  if (typeof error !== 'object' || error === null) return true;
  const code = fieldOf(error, 'code');
  const name = fieldOf(error, 'name');
  if (code === 'UND_ERR_ABORTED') return true;
  if (name === 'AbortError' || name === 'TimeoutError') return true;
  return responded && typeof code !== 'string' && name !== 'HTTPParserError';
}
