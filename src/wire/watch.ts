// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ExchangeObserver } from './exchange.ts';

/** The observer that the watchers of one wire share, and whether they report to it. */
export interface Watch {
  observer: ExchangeObserver;
  active: boolean;
}
