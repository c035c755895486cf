// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context, type Context } from '@opentelemetry/api';
import type { EventEmitter } from 'node:events';
import type { Call } from '../call.ts';
import type { ResolvedConfig } from '../config/config.ts';
import type { GenAIRequestInfo } from '../config/options.ts';
import type { Outcome } from '../error-type.ts';
import { guarded } from '../guard.ts';
import {
  mayFetchResponse,
  recogniseFetch,
} from '../recognise/fetched-response.ts';
import { hasMcpPath } from '../recognise/mcp.ts';
import {
  looksLikeInference,
  needsAnswer,
  mayBeInference,
  recognise,
  type Recognised,
} from '../recognise/recognise.ts';
import { callerOf, isSuppressed } from '../telemetry/call-context.ts';
import { openCallSpan, type CallSpan } from '../telemetry/span.ts';
import type {
  Exchange,
  ExchangeListener,
  ExchangeObserver,
  HeaderReader,
} from '../wire/exchange.ts';
import { reportAssumedProvider } from './assumed-provider.ts';
import { beginCall, clientTimeout, resendCount } from './attempt.ts';
import { CapturedContent } from './captured-content.ts';
import { ChunkTimes } from './chunk-times.ts';
import { endCall, type EndedCall, type Telemetry } from './ending.ts';
import { LazyMcp } from './lazy-mcp.ts';
import { readLimits } from './limits.ts';
import { openCalls } from './open-calls.ts';
import { RequestReader, type ReadRequest } from './request-reader.ts';
import { ResponseReader } from './response-reader.ts';

/** The story of one call, from top to bottom: recognised, begun, request body, head, bytes, end. Start reading here. */
export function createObserver(
  config: ResolvedConfig,
  telemetry: Telemetry
): ExchangeObserver {
  const { providers, profile } = config;
  const mcp = new LazyMcp(config, telemetry);
  return {
    wants: (method, target) =>
      mayBeInference(method, target, providers) ||
      (profile.fetchesResponses === true && mayFetchResponse(method, target)) ||
      hasMcpPath(method, target),
    tellingHeader: method => mcp.tellingHeader(method),
    wantsHeader: (name, value) => mcp.wantsHeader(name, value),
    observe(exchange) {
      const active = context.active();
      if (isSuppressed(active)) return undefined;
      const find = exchange.method === 'GET' ? recogniseFetch : recognise;
      const found = find(exchange.url, exchange.header, providers);
      if (found === undefined) return mcp.observe(exchange, active);
      const { method, url } = exchange;
      const { provider, operation } = found;
      const info = { method, url, provider, operation };
      if (guarded('ignoreRequest', () => config.ignoreRequest?.(info))) {
        return undefined;
      }
      const content = CapturedContent.of(found, config);
      const reader = new RequestReader(exchange, found, content);
      const request = reader.read(exchange.body);
      const known = exchange.body !== undefined;
      if (known && !isInference(found, request)) return undefined;
      return new ObservedCall(
        { config, telemetry, exchange, info, content },
        found,
        reader,
        request,
        callerOf(active)
      );
    },
  };
}

/** Whether the body bears out what the address says. */
function isInference(
  recognised: Recognised,
  { members }: ReadRequest
): boolean {
  return !recognised.ambiguous || looksLikeInference(members, recognised);
}

/** Where a call comes from, and where it is reported. */
interface Surroundings {
  readonly config: ResolvedConfig;
  readonly telemetry: Telemetry;
  readonly exchange: Exchange;
  readonly info: GenAIRequestInfo;
  /** Takes prompts and answers, where they are captured. */
  readonly content: CapturedContent | undefined;
}

/** One call from its beginning to its end, as the wire reports it. */
class ObservedCall implements ExchangeListener, EndedCall {
  readonly surroundings: Surroundings;
  readonly caller: Context;
  readonly call: Call;
  readonly span: CallSpan;
  readonly response: ResponseReader;
  /** Counts the call as active no longer. */
  readonly inactive: (() => void) | undefined;
  readonly #recognised: Recognised;
  readonly #request: RequestReader;
  readonly #chunks: ChunkTimes;
  /** The address could be that of another API, and the body has not confirmed it yet. */
  #unconfirmed: boolean;
  /** The answer must confirm it. */
  #needsAnswer: boolean;
  #over = false;

  constructor(
    surroundings: Surroundings,
    recognised: Recognised,
    reader: RequestReader,
    request: ReadRequest,
    caller: Context
  ) {
    const { config, telemetry, exchange, info, content } = surroundings;
    this.surroundings = surroundings;
    this.caller = caller;
    this.#recognised = recognised;
    this.#request = reader;
    this.#needsAnswer = needsAnswer(request.members, recognised);
    this.#unconfirmed = recognised.ambiguous && exchange.body === undefined;
    const call = beginCall(exchange, recognised, request.facts);
    const span = openCallSpan(telemetry.tracer(), config, call, caller);
    // The first span may start the SDK, which is no time of the call's.
    call.times.start = performance.now();
    this.call = call;
    this.span = span;
    this.response = new ResponseReader(call, recognised, config, content);
    this.#chunks = new ChunkTimes(call, config.chunkMetrics, () =>
      telemetry.metrics.recordChunks(call, span.measured)
    );
    this.inactive = guarded('metrics', () => telemetry.metrics.begin(call));
    if (call.request.model !== undefined) {
      guarded('metrics', () => telemetry.metrics.expect(call));
    }
    guarded('requestHook', () => config.requestHook?.(span.span, info));
    openCalls.add(this);
  }

  /** Until the body has confirmed it, the call may be another API's: its HTTP span stays the application's. */
  context<T>(fn: () => T): T {
    return this.#unconfirmed ? fn() : context.with(this.span.context, fn);
  }

  bindCaller(emitter: EventEmitter): void {
    context.bind(this.caller, emitter);
  }

  onRequestBody(chunk: string | Uint8Array, last: boolean): boolean {
    if (!this.#over) this.#readRequest(this.#request.push(chunk, last));
    return !this.#over;
  }

  onResponse(status: number, header: HeaderReader): void {
    if (this.#over) return;
    this.#readRequest(this.#request.end());
    this.call.status = status;
    this.call.limits = readLimits(header);
    this.response.begin(header);
  }

  onBytes(chunk: Uint8Array, at: number): void {
    if (this.#over) return;
    const completed = this.response.push(chunk);
    const { request, status = 0 } = this.call;
    // An error is no chunk of the answer, though Google's comes in an array as its streams do.
    if (completed > 0 && request.stream === true && status < 400) {
      this.#chunks.count(completed, at);
    }
  }

  onEnd(at: number): void {
    this.#end({ kind: 'end' }, at);
  }

  onError(error: unknown, at: number): void {
    this.#end({ kind: 'error', error }, at);
  }

  onAbandoned(reason: unknown, at: number): void {
    const { exchange } = this.surroundings;
    const limit = clientTimeout(exchange.header);
    this.#end({ kind: 'abandoned', reason, clientTimeout: limit }, at);
  }

  #readRequest(request: ReadRequest | undefined): void {
    if (request === undefined) return;
    const { call } = this;
    Object.assign(call.request, request.facts);
    call.operation = request.facts.operation ?? this.#recognised.operation;
    this.#needsAnswer = needsAnswer(request.members, this.#recognised);
    if (!isInference(this.#recognised, request)) {
      // Too late to have left it alone: its span is never ended, and so never exported.
      this.#close();
      return;
    }
    this.#unconfirmed = false;
    const { exchange, telemetry } = this.surroundings;
    call.resendCount = resendCount(exchange.header);
    this.span.update(call);
    guarded('metrics', () => telemetry.metrics.expect(call));
  }

  #end(outcome: Outcome, at: number): void {
    // The wire goes on for a moment after the process has let go of its calls.
    if (this.#over) return;
    this.call.times.end = at;
    guarded('read request', () => this.#readRequest(this.#request.end()));
    if (this.#over) return;
    this.#close();
    if (this.#needsAnswer && outcome.kind === 'end') {
      guarded('read response', () => this.response.end());
      // Another API at the same path: its span is never ended, and so never exported.
      if (!this.response.fits()) return;
    }
    reportAssumedProvider(this.call);
    endCall(this, outcome);
  }

  #close(): void {
    this.#over = true;
    openCalls.delete(this);
    guarded('metrics', () => this.inactive?.());
  }
}
