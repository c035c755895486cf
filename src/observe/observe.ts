// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context, type Context } from '@opentelemetry/api';
import type { EventEmitter } from 'node:events';
import type { Call } from '../call.ts';
import type { ResolvedConfig } from '../config/config.ts';
import type { GenAIRequestInfo } from '../config/options.ts';
import type { Outcome } from '../error-type.ts';
import { guarded, report } from '../guard.ts';
import {
  mayFetchResponse,
  recogniseFetch,
} from '../recognise/fetched-response.ts';
import { hasMcpPath } from '../recognise/mcp.ts';
import {
  needsAnswer,
  mayBeInference,
  recognise,
  type Recognised,
} from '../recognise/recognise.ts';
import type { CallSpan } from '../telemetry/call-span.ts';
import type { Open } from '../telemetry/metric-attributes.ts';
import { callerOf, isSuppressed, openCallSpan } from '../telemetry/span.ts';
import type {
  Exchange,
  ExchangeListener,
  ExchangeObserver,
  HeaderReader,
} from '../wire/exchange.ts';
import { CapturedContent } from './captured-content.ts';
import { endCall, type EndedCall, type Telemetry } from './ending.ts';
import { McpRequests } from './mcp-requests.ts';
import { openCalls } from './open-calls.ts';
import {
  beginCall,
  clientTimeout,
  infoOf,
  isInference,
  RequestReader,
  resendCount,
  type ReadRequest,
} from './request-reader.ts';
import { readLimits, ResponseReader } from './response-reader.ts';

/**
 * Observes calls. The steps of one call, in order: recognised, begun, request body, head, bytes, end. Start reading here.
 *
 * @param onFirst is called once, when a call begins, with its headers.
 */
export function createObserver(
  config: ResolvedConfig,
  telemetry: Telemetry,
  onFirst?: (headers: HeaderReader) => void
): ExchangeObserver {
  const { providers, profile, ignoreRequest } = config;
  const mcp = new McpRequests(config, telemetry);
  const captures = config.captureContent !== 'none';
  return {
    wants: (method, target) =>
      mayBeInference(method, target, providers) ||
      (profile.fetchesResponses && mayFetchResponse(method, target)) ||
      hasMcpPath(method, target),
    tellingHeader: method => mcp.tellingHeader(method),
    wantsHeader: (name, value) => mcp.wantsHeader(name, value),
    observe(exchange) {
      const active = context.active();
      if (isSuppressed(active)) return undefined;
      const { method, url, headers, body } = exchange;
      const find = method === 'GET' ? recogniseFetch : recognise;
      const found = find(url, headers, providers);
      if (found === undefined) return mcp.observe(exchange, active);
      const ignored =
        ignoreRequest !== undefined &&
        guarded('ignoreRequest', () => ignoreRequest(infoOf(exchange, found)));
      if (ignored) return undefined;
      const content = captures ? CapturedContent.of(found, config) : undefined;
      const reader = new RequestReader(exchange, found, content);
      const request = reader.read(body);
      if (body !== undefined && !isInference(found, request)) return undefined;
      onFirst?.(headers);
      onFirst = undefined;
      return new ObservedCall(
        { config, telemetry, exchange, recognised: found, content, reader },
        request,
        callerOf(active)
      );
    },
  };
}

/** Facts that are known before a call begins. */
interface Beginning extends Pick<EndedCall, 'config' | 'telemetry'> {
  readonly content: CapturedContent | undefined;
  readonly exchange: Exchange;
  readonly recognised: Recognised;
  readonly reader: RequestReader;
}

/** One call from its beginning to its end, as the wire reports it. */
class ObservedCall implements ExchangeListener, EndedCall {
  readonly config: ResolvedConfig;
  readonly telemetry: Telemetry;
  readonly content: CapturedContent | undefined;
  readonly caller: Context;
  readonly call: Call;
  readonly span: CallSpan;
  readonly response: ResponseReader;
  /** Not the whole exchange, because it holds the body. */
  private readonly sent: Pick<Exchange, 'method' | 'url' | 'headers'>;
  private readonly recognised: Recognised;
  private readonly request: RequestReader;
  /** The call is counted as active. */
  private open: Open | undefined;
  /** The address is ambiguous, and the body has not confirmed the call yet. */
  private unconfirmed: boolean;
  /** The answer must confirm the call. */
  private needsAnswer: boolean;
  private over = false;

  constructor(
    { config, telemetry, exchange, recognised, content, reader }: Beginning,
    { facts, members }: ReadRequest,
    caller: Context
  ) {
    const { metrics } = telemetry;
    const call = beginCall(exchange, recognised, facts);
    const span = openCallSpan(telemetry.tracer(), config, call, caller);
    // The first span may start the SDK; that time does not belong to the call.
    call.times.start = performance.now();
    this.config = config;
    this.telemetry = telemetry;
    this.content = content;
    this.caller = caller;
    this.call = call;
    this.span = span;
    this.response = new ResponseReader(this, recognised);
    const { method, url, headers } = exchange;
    this.sent = { method, url, headers };
    this.recognised = recognised;
    this.request = reader;
    this.unconfirmed = recognised.ambiguous && exchange.body === undefined;
    this.needsAnswer = needsAnswer(members, recognised);
    try {
      this.open = metrics.begin(call);
      if (call.request.model !== undefined) metrics.expect(call);
    } catch (error) {
      report('metrics', error);
    }
    const { requestHook } = config;
    if (requestHook !== undefined) {
      guarded('requestHook', () => requestHook(span.span, this.info()));
    }
    openCalls.add(this);
  }

  info(): GenAIRequestInfo {
    return infoOf(this.sent, this.recognised);
  }

  /** Until the body has confirmed the call, it may belong to another API, so its HTTP span gets the application's parent. */
  context<T>(fn: () => T): T {
    return this.unconfirmed ? fn() : context.with(this.span.context, fn);
  }

  bindCaller(emitter: EventEmitter): void {
    context.bind(this.caller, emitter);
  }

  onRequestBody(chunk: string | Uint8Array, last: boolean): boolean {
    if (!this.over) this.readRequest(this.request.push(chunk, last));
    return !this.over;
  }

  onResponse(status: number, headers: HeaderReader): void {
    if (this.over) return;
    this.readRequest(this.request.end());
    this.call.status = status;
    this.call.limits = readLimits(headers);
    this.response.begin(headers);
  }

  onBytes(chunk: Uint8Array, at: number): void {
    if (!this.over) this.response.push(chunk, at);
  }

  onEnd(at: number): void {
    this.end({ kind: 'end' }, at);
  }

  onError(error: unknown, at: number): void {
    this.end({ kind: 'error', error }, at);
  }

  onAbandoned(reason: unknown, at: number): void {
    const limit = clientTimeout(this.sent.headers);
    this.end({ kind: 'abandoned', reason, clientTimeout: limit }, at);
  }

  private readRequest(request: ReadRequest | undefined): void {
    if (request === undefined) return;
    const { call, recognised } = this;
    Object.assign(call.request, request.facts);
    call.operation = request.facts.operation ?? recognised.operation;
    this.needsAnswer = needsAnswer(request.members, recognised);
    if (!isInference(recognised, request)) {
      // Not inference after all: its span is never ended, so it is never exported.
      this.close();
      return;
    }
    this.unconfirmed = false;
    call.resendCount = resendCount(this.sent.headers);
    this.span.update(call);
    guarded('metrics', () => this.telemetry.metrics.expect(call));
  }

  private end(outcome: Outcome, at: number): void {
    // The wire may report events after the process has released its calls.
    if (this.over) return;
    this.call.times.end = at;
    try {
      this.readRequest(this.request.end());
    } catch (error) {
      report('read request', error);
    }
    if (this.over) return;
    this.close();
    if (this.needsAnswer && outcome.kind === 'end') {
      guarded('read response', () => this.response.end());
      // Another API at the same path: its span is never ended, so it is never exported.
      if (!this.response.fits()) return;
    }
    endCall(this, outcome);
  }

  private close(): void {
    this.over = true;
    openCalls.delete(this);
    try {
      this.open?.end();
    } catch (error) {
      report('metrics', error);
    }
  }
}
