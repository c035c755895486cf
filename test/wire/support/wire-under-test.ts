// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ExchangeObserver } from '../../../src/wire/exchange.ts';
import type { Wire } from '../../../src/wire/wire.ts';

/** WIRE=none runs the tables plain against plain: what differs then is a flaw of the test. */
export const watching = process.env['WIRE'] !== 'none';

const real = watching ? await import('../../../src/wire/wire.ts') : undefined;

const nothing: Wire = {
  enable() {},
  disable() {},
  watchUndici() {},
  watchUndiciFetch() {},
  rewatchHttp() {},
};

export function wireFor(observer: ExchangeObserver): Wire {
  return real ? real.createWire(() => observer) : nothing;
}
