// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { guarded } from '../guard.ts';
import type { ExchangeListener } from '../wire/exchange.ts';

type OpenCall = Pick<ExchangeListener, 'onAbandoned'>;

/** Calls that have begun and not ended, so that they can be ended when the process ends. */
class OpenCalls extends Set<OpenCall> {
  /** Ends all of them as abandoned, for `reason`. */
  abandonAll(reason: unknown): void {
    const at = performance.now();
    for (const call of [...this]) {
      guarded('open call', () => call.onAbandoned(reason, at));
    }
  }
}

export const openCalls = new OpenCalls();
