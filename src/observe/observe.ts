// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context } from '@opentelemetry/api';
import { CapturedContent } from './captured-content.ts';
import type { ResolvedConfig } from '../config/config.ts';
import {
  mayFetchResponse,
  recogniseFetch,
} from '../recognise/fetched-response.ts';
import { guarded } from '../guard.ts';
import { ObservedCall, type Telemetry } from './observed-call.ts';
import type { GenAIRequestInfo } from '../config/options.ts';
import {
  looksLikeInference,
  mayBeInference,
  recognise,
  type Recognised,
} from '../recognise/recognise.ts';
import { RequestReader } from './request-reader.ts';
import { callerOf, isSuppressed } from '../telemetry/call-context.ts';
import type { Exchange, ExchangeObserver } from '../wire/exchange.ts';

/** The story of one call: recognised, begun, listened to, ended. Start reading here. */
export function createObserver(
  config: ResolvedConfig,
  telemetry: Telemetry
): ExchangeObserver {
  return {
    wants: config.profile.fetchesResponses
      ? (method, target) =>
          mayBeInference(method, target, config.providers) ||
          mayFetchResponse(method, target)
      : (method, target) => mayBeInference(method, target, config.providers),
    observe(exchange) {
      const active = context.active();
      if (isSuppressed(active)) return undefined;
      const find = exchange.method === 'GET' ? recogniseFetch : recognise;
      const recognised = find(exchange.url, exchange.header, config.providers);
      if (recognised === undefined) return undefined;
      const info = infoOf(exchange, recognised);
      if (guarded('ignoreRequest', () => config.ignoreRequest?.(info))) {
        return undefined;
      }
      const content = CapturedContent.of(recognised, config);
      const reader = new RequestReader(exchange, recognised, content);
      const request = reader.read(exchange.body);
      if (
        exchange.body !== undefined &&
        recognised.ambiguous &&
        !looksLikeInference(request.members, recognised.mustName)
      ) {
        return undefined;
      }
      return new ObservedCall({
        config,
        telemetry,
        exchange,
        recognised,
        info,
        reader,
        request,
        content,
        caller: callerOf(active),
      });
    },
  };
}

function infoOf(
  { method, url }: Exchange,
  { provider, operation }: Recognised
): GenAIRequestInfo {
  return { method, url, provider, operation };
}
