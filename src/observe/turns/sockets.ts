// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context } from '@opentelemetry/api';
import type { ResolvedConfig } from '../../config/config.ts';
import { guarded } from '../../guard.ts';
import { mayHaveTurns, recogniseSocket } from '../../recognise/sockets.ts';
import { callerOf, isSuppressed } from '../../telemetry/span.ts';
import type { MeterSource } from '../../telemetry/providers.ts';
import { SessionMetrics } from '../../telemetry/turns/metrics.ts';
import type { ExchangeObserver } from '../../wire/exchange.ts';
import { infoOf } from '../request-reader.ts';
import type { Telemetry } from '../ending.ts';
import { Session } from './session.ts';

/** Observes WebSockets to GenAI APIs. Only handshakes are asked about, so other calls do not pay for it. */
export function createSocketObserver(
  config: ResolvedConfig,
  telemetry: Telemetry,
  meters: MeterSource
): Required<Pick<ExchangeObserver, 'wantsSocket' | 'observeSocket'>> {
  const { providers, ignoreRequest } = config;
  const metrics = new SessionMetrics(config, meters);
  return {
    wantsSocket: mayHaveTurns,
    observeSocket(exchange) {
      const active = context.active();
      if (isSuppressed(active)) return undefined;
      const found = recogniseSocket(exchange.url, providers);
      if (found === undefined) return undefined;
      const ignored =
        ignoreRequest !== undefined &&
        guarded('ignoreRequest', () => ignoreRequest(infoOf(exchange, found)));
      if (ignored) return undefined;
      return new Session(
        { config, telemetry, metrics },
        exchange,
        found,
        callerOf(active)
      );
    },
  };
}
