// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ExchangeObserver } from './exchange.ts';

/**
 * Returns an observer that creates the real one at the first request of the process. That needs the tables of all
 * dialects and providers, which would delay the start of a process that makes no request, or makes it much later.
 *
 * @param use Takes the real one, which is asked directly from then on.
 */
export function lateObserver(
  create: () => ExchangeObserver,
  use: (observer: ExchangeObserver) => void
): ExchangeObserver {
  let created: ExchangeObserver | undefined;
  const observer = (): ExchangeObserver => {
    if (created === undefined) use((created = create()));
    return created;
  };
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
