// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ExchangeObserver } from '../wire/exchange.ts';

/**
 * Returns an observer that creates the real one at the first request of the process. That needs the tables of all
 * dialects and providers, which would delay the start of a process that makes no request, or makes it much later.
 */
export function lateObserver(create: () => ExchangeObserver): ExchangeObserver {
  let created: ExchangeObserver | undefined;
  const observer = (): ExchangeObserver => (created ??= create());
  return {
    wants: (method, target) => observer().wants(method, target),
    tellingHeader: method => observer().tellingHeader?.(method),
    wantsHeader: (name, value) =>
      observer().wantsHeader?.(name, value) ?? false,
    observe: exchange => observer().observe(exchange),
    wantsSocket: target => observer().wantsSocket?.(target) ?? false,
    observeSocket: exchange => observer().observeSocket?.(exchange),
  };
}
