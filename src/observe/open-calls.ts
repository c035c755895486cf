// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { guarded } from '../guard.ts';
import type { ExchangeListener } from '../wire/exchange.ts';

type OpenCall = Pick<ExchangeListener, 'onAbandoned'>;

/** Calls that have begun and not ended, for the one moment when the process knows that they never will. */
class OpenCalls extends Set<OpenCall> {
  /** The process lets go of all of them, for `reason`. */
  abandonAll(reason: unknown): void {
    const at = performance.now();
    for (const call of [...this]) {
      guarded('open call', () => call.onAbandoned(reason, at));
    }
  }
}

export const openCalls = new OpenCalls();
