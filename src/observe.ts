// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  context,
  createContextKey,
  trace,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { EventEmitter } from 'node:events';
import type { Call } from './call.ts';
import type { GenAIRequestInfo, ResolvedConfig } from './config.ts';
import { createDecoder, type Decoder } from './decode/decoder.ts';
import { asNumber } from './dialects/fields.ts';
import type { DialectRoute } from './dialects/dialect.ts';
import { errorTypeOf, type Outcome } from './error-type.ts';
import { guarded } from './guard.ts';
import {
  looksLikeInference,
  mayBeInference,
  recognise,
  type Recognised,
} from './recognise.ts';
import { RequestReader, type ReadRequest } from './request-reader.ts';
import { INFERENCE_SPAN_KEY } from './semconv/attributes.ts';
import {
  endInferenceSpan,
  startInferenceSpan,
  updateInferenceSpan,
} from './telemetry/span.ts';
import type {
  Exchange,
  ExchangeListener,
  ExchangeObserver,
  HeaderReader,
} from './wire/exchange.ts';

/** Where calls are told to. */
export interface Telemetry {
  tracer(): Tracer;
  record(call: Call): void;
}

/** The SDK sets it around its own exports; the key is a symbol of its description, the same in every copy. */
const SUPPRESS_TRACING = createContextKey(
  'OpenTelemetry SDK Context Key SUPPRESS_TRACING'
);
const INFERENCE_SPAN = createContextKey(INFERENCE_SPAN_KEY);

/** The context in which the application made the call that is running. */
const CALLER = createContextKey('opentelemetry-instrumentation-genai caller');

/** The story of one call: recognised, begun, listened to, ended. Start reading here. */
export function createObserver(
  config: ResolvedConfig,
  telemetry: Telemetry
): ExchangeObserver {
  return {
    wants: (method, target) => mayBeInference(method, target, config.providers),
    observe(exchange) {
      const active = context.active();
      if (active.getValue(SUPPRESS_TRACING) === true) return undefined;
      const recognised = recognise(
        exchange.url,
        exchange.header,
        config.providers
      );
      if (recognised === undefined) return undefined;
      const info = infoOf(exchange, recognised);
      if (guarded('ignoreRequest', () => config.ignoreRequest?.(info))) {
        return undefined;
      }
      const reader = new RequestReader(
        exchange,
        recognised,
        config.maxBodyBytes
      );
      const request = reader.read(exchange.body);
      if (
        exchange.body !== undefined &&
        recognised.ambiguous &&
        !looksLikeInference(request.members)
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
        // A retry or a queued call may begin inside an earlier one of ours; it is a child of the application's span all the same.
        caller: (active.getValue(CALLER) as Context | undefined) ?? active,
      });
    },
  };
}

interface Opening {
  readonly config: ResolvedConfig;
  readonly telemetry: Telemetry;
  readonly exchange: Exchange;
  readonly recognised: Recognised;
  readonly info: GenAIRequestInfo;
  readonly reader: RequestReader;
  readonly request: ReadRequest;
  readonly caller: Context;
}

/** One call from its beginning to its end, as the wire tells it. */
class ObservedCall implements ExchangeListener {
  readonly #opening: Opening;
  readonly #call: Call;
  readonly #span: Span;
  readonly #context: Context;
  #decoder: Decoder | undefined;
  #header: HeaderReader = () => undefined;
  #inference = true;

  constructor(opening: Opening) {
    this.#opening = opening;
    const { config, telemetry, exchange, recognised, request, caller } =
      opening;
    const { url, header } = exchange;
    this.#call = {
      provider: recognised.provider,
      operation: recognised.operation,
      serverAddress: url.hostname,
      serverPort: portOf(url),
      resendCount: count(header('x-stainless-retry-count')),
      request: request.facts,
      response: {},
      times: { start: performance.now() },
      chunkIntervals: [],
    };
    this.#span = startInferenceSpan(
      telemetry.tracer(),
      config.profile,
      this.#call,
      caller
    );
    this.#context = trace
      .setSpan(caller, this.#span)
      .setValue(INFERENCE_SPAN, this.#span)
      .setValue(CALLER, caller);
    guarded('requestHook', () =>
      config.requestHook?.(this.#span, opening.info)
    );
  }

  context<T>(fn: () => T): T {
    return context.with(this.#context, fn);
  }

  bindCaller(emitter: EventEmitter): void {
    context.bind(this.#opening.caller, emitter);
  }

  onRequestBody(chunk: string | Uint8Array, last: boolean): void {
    this.#readRequest(this.#opening.reader.push(chunk, last));
  }

  onResponse(status: number, header: HeaderReader): void {
    this.#readRequest(this.#opening.reader.end());
    const { config, recognised } = this.#opening;
    this.#call.status = status;
    this.#header = header;
    this.#decoder = createDecoder({
      contentType: header('content-type'),
      contentEncoding: header('content-encoding'),
      maxBodyBytes: config.maxBodyBytes,
      everyEvent:
        recognised.dialect.needsEveryEvent?.(this.#call.request) ?? false,
    });
  }

  onBytes(chunk: Uint8Array, at: number): void {
    const completed = this.#decoder?.push(chunk) ?? 0;
    if (completed > 0 && this.#call.request.stream === true) {
      this.#countChunks(completed, at);
    }
  }

  onEnd(at: number): void {
    this.#end({ kind: 'end' }, at);
  }

  onError(error: unknown, at: number): void {
    this.#end({ kind: 'error', error }, at);
  }

  onAbandoned(reason: unknown, at: number): void {
    const limit = this.#opening.exchange.header('x-stainless-timeout');
    const clientTimeout = limit === undefined ? undefined : Number(limit);
    this.#end(
      { kind: 'abandoned', reason, clientTimeout: asNumber(clientTimeout) },
      at
    );
  }

  #readRequest(request: ReadRequest | undefined): void {
    if (request === undefined) return;
    const { recognised, config } = this.#opening;
    Object.assign(this.#call.request, request.facts);
    if (recognised.ambiguous && !looksLikeInference(request.members)) {
      // Too late to have left it alone; its span is never ended, and so never seen.
      this.#inference = false;
      return;
    }
    updateInferenceSpan(this.#span, config.profile, this.#call);
  }

  #countChunks(completed: number, at: number): void {
    const { times, chunkIntervals } = this.#call;
    let intervals = completed;
    if (times.firstChunk === undefined) {
      times.firstChunk = at;
      intervals -= 1;
    }
    // Chunks that came in one read came at the same time.
    if (this.#opening.config.chunkMetrics) {
      for (; intervals > 0; intervals--) {
        if (chunkIntervals.length >= MAX_INTERVALS) break;
        chunkIntervals.push((at - (times.lastChunk ?? at)) / 1000);
        times.lastChunk = at;
      }
    }
    times.lastChunk = at;
  }

  #end(outcome: Outcome, at: number): void {
    const { config, telemetry, info } = this.#opening;
    const call = this.#call;
    call.times.end = at;
    guarded('read request', () =>
      this.#readRequest(this.#opening.reader.end())
    );
    if (!this.#inference) return;
    guarded('read response', () => this.#readResponse());
    const errorType = errorTypeOf(call, outcome);
    if (errorType !== undefined) {
      call.errorType = errorType;
      if (outcome.kind === 'error' && outcome.error instanceof Error) {
        call.errorMessage = outcome.error.message;
      }
    }
    guarded('responseHook', () =>
      config.responseHook?.(this.#span, {
        ...info,
        status: call.status,
        errorType,
      })
    );
    guarded('span', () => endInferenceSpan(this.#span, config.profile, call));
    guarded('metrics', () => telemetry.record(call));
  }

  #readResponse(): void {
    const body = this.#decoder?.end();
    this.#decoder = undefined;
    if (body === undefined) return;
    const { dialect, provider, operation } = this.#opening.recognised;
    const { request, response } = this.#call;
    const route: DialectRoute = {
      provider,
      operation,
      choiceCount: request.choiceCount,
    };
    if (body.stream) {
      for (const event of body.values) {
        dialect.readEvent(event, response, route);
      }
      if (body.done) response.complete = true;
    } else {
      dialect.readResponse(body.values[0], this.#header, response, route);
    }
  }
}

/** Of a stream with more chunks than this, the intervals of the rest are not kept. */
const MAX_INTERVALS = 8192;

function infoOf(
  { method, url }: Exchange,
  { provider, operation }: Recognised
): GenAIRequestInfo {
  return { method, url, provider, operation };
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
}

function count(header: string | undefined): number {
  const value = Number(header ?? 0);
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
}
