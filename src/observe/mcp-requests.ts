// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Context } from '@opentelemetry/api';
import type { ResolvedConfig } from '../config/config.ts';
import {
  acceptsMcp,
  hasMcpPath,
  isPost,
  SESSION_HEADER,
} from '../recognise/mcp.ts';
import type { Exchange, ExchangeListener } from '../wire/exchange.ts';
import type { Telemetry } from './ending.ts';
import { McpObserver } from './mcp/mcp.ts';
import { openCalls } from './open-calls.ts';

/** Finds the requests of MCP clients. Their observer, with its instruments and sessions, is made with the first one. */
export class McpRequests {
  readonly #config: ResolvedConfig;
  readonly #telemetry: Telemetry;
  #observer: McpObserver | undefined;

  constructor(config: ResolvedConfig, telemetry: Telemetry) {
    this.#config = config;
    this.#telemetry = telemetry;
  }

  /** The header that can identify such a request. */
  tellingHeader(method: string): string | undefined {
    if (isPost(method)) return 'accept';
    if (this.#observer?.hasSessions !== true) return undefined;
    return method === 'GET' || method === 'DELETE' ? SESSION_HEADER : undefined;
  }

  wantsHeader(name: string, value: string): boolean {
    return name === SESSION_HEADER
      ? this.#observer?.knows(value) === true
      : acceptsMcp(value);
  }

  observe(exchange: Exchange, active: Context): ExchangeListener | undefined {
    const { method, url, headers } = exchange;
    const { meters } = this.#telemetry;
    if (meters === undefined) return undefined;
    if (method === 'POST') {
      const may =
        hasMcpPath(method, url.pathname) ||
        acceptsMcp(headers.get('accept') ?? '');
      if (!may) return undefined;
      this.#observer ??= new McpObserver(
        this.#config,
        this.#telemetry,
        meters,
        openCalls
      );
    }
    return this.#observer?.observe(exchange, active);
  }
}
