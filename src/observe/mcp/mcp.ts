// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Context } from '@opentelemetry/api';
import type { ResolvedConfig } from '../../config/config.ts';
import type { GenAIRequestInfo } from '../../config/options.ts';
import { guarded } from '../../guard.ts';
import { SESSION_HEADER } from '../../recognise/mcp.ts';
import { callerOf } from '../../telemetry/span.ts';
import { McpMetrics } from '../../telemetry/mcp/metrics.ts';
import type { MeterSource } from '../../telemetry/providers.ts';
import type { Exchange, ExchangeListener } from '../../wire/exchange.ts';
import type { Telemetry } from '../ending.ts';
import { McpAttempts } from './attempts.ts';
import { McpExchange, messagesOf } from './exchange.ts';
import { McpSessionExchange } from './session-exchange.ts';
import { OpenRequests } from './open-requests.ts';
import { McpSessions, type OpenEnds } from './sessions.ts';
import type { McpShared } from './surroundings.ts';

/** The `provider` for users' hooks, because no model is called. */
const PROVIDER = 'mcp';

/**
 * Observes the requests of MCP clients over the streamable HTTP transport. Loaded with the first such request, because most
 * processes send none.
 */
export class McpObserver {
  readonly #shared: McpShared;

  constructor(
    config: ResolvedConfig,
    telemetry: Pick<Telemetry, 'tracer' | 'sli'>,
    meters: MeterSource,
    openEnds: OpenEnds
  ) {
    const metrics = new McpMetrics(config, meters);
    const sessions = new McpSessions(metrics, openEnds);
    this.#shared = {
      config,
      telemetry,
      metrics,
      sessions,
      attempts: new McpAttempts(),
      openRequests: new OpenRequests(),
      openEnds,
    };
  }

  /** Whether a session is open, so that requests about sessions must be recognised. */
  get hasSessions(): boolean {
    return this.#shared.sessions.areOpen;
  }

  knows(session: string): boolean {
    return this.#shared.sessions.has(session);
  }

  /** `undefined` if it is no message of the protocol; the request is then not observed. */
  observe(exchange: Exchange, active: Context): ExchangeListener | undefined {
    const { method, url, headers, body } = exchange;
    const caller = callerOf(active);
    const { sessions, config } = this.#shared;
    if (method !== 'POST') {
      const id = headers.get(SESSION_HEADER);
      return id !== undefined && sessions.has(id)
        ? new McpSessionExchange(sessions, id, method, caller)
        : undefined;
    }
    // No client uses a content encoding for its messages.
    if (headers.get('content-encoding') !== undefined) return undefined;
    const messages = messagesOf(exchange);
    if (body !== undefined && messages.length === 0) return undefined;
    const operation = messages[0]?.method ?? 'unknown';
    const info: GenAIRequestInfo = {
      method,
      url,
      provider: PROVIDER,
      operation,
    };
    if (guarded('ignoreRequest', () => config.ignoreRequest?.(info))) {
      return undefined;
    }
    return new McpExchange(
      { ...this.#shared, info },
      exchange,
      messages,
      caller
    );
  }
}
