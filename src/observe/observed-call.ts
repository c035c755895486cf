// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context, type Context, type Tracer } from '@opentelemetry/api';
import type { EventEmitter } from 'node:events';
import type { Call } from '../call.ts';
import { ChunkTimes } from './chunk-times.ts';
import type { CapturedContent } from './captured-content.ts';
import type { ResolvedConfig } from '../config/config.ts';
import { createDecoder, type Decoder } from '../decode/decoder.ts';
import type { DialectRoute } from '../dialects/dialect.ts';
import { asNumber } from '../dialects/fields.ts';
import { errorText } from '../error-text.ts';
import { errorTypeOf, type Outcome } from '../error-type.ts';
import { guarded } from '../guard.ts';
import { readLimits } from './limits.ts';
import { openCalls } from './open-calls.ts';
import type { GenAIRequestInfo } from '../config/options.ts';
import { looksLikeInference, type Recognised } from '../recognise/recognise.ts';
import type { ReadRequest, RequestReader } from './request-reader.ts';
import { resendCount } from './resend-count.ts';
import { recordContent, recordException } from '../telemetry/content.ts';
import type { EventLogger } from '../telemetry/loggers.ts';
import type { CallMetrics } from '../telemetry/metrics.ts';
import { tellOperation } from '../slo/sli/operation.ts';
import { openCallSpan, type CallSpan } from '../telemetry/span.ts';
import type {
  Exchange,
  ExchangeListener,
  HeaderReader,
} from '../wire/exchange.ts';

/** Where calls are told to. */
export interface Telemetry {
  tracer(): Tracer;
  readonly metrics: Pick<
    CallMetrics,
    | 'begin'
    | 'expect'
    | 'recordChunks'
    | 'record'
    | 'recordUnmeasured'
    | 'recordCost'
  >;
  /** Where events go, when somebody takes them. */
  logger?(): EventLogger | undefined;
}

/** What a call begins with. */
export interface Opening {
  readonly config: ResolvedConfig;
  readonly telemetry: Telemetry;
  readonly exchange: Exchange;
  readonly recognised: Recognised;
  readonly info: GenAIRequestInfo;
  readonly reader: RequestReader;
  readonly request: ReadRequest;
  /** Where prompts and answers are captured. */
  readonly content?: CapturedContent | undefined;
  readonly caller: Context;
}

/** One call from its beginning to its end, as the wire tells it. */
export class ObservedCall implements ExchangeListener {
  readonly #opening: Opening;
  readonly #call: Call;
  readonly #span: CallSpan;
  #decoder: Decoder | undefined;
  #header: HeaderReader = () => undefined;
  readonly #chunks: ChunkTimes;
  readonly #inactive: (() => void) | undefined;
  #inference = true;
  #over = false;

  constructor(opening: Opening) {
    this.#opening = opening;
    const { config, telemetry, exchange, recognised, request, caller } =
      opening;
    const { url, header } = exchange;
    this.#call = {
      provider: recognised.provider,
      providerAssumed: recognised.providerAssumed === true,
      operation: recognised.operation,
      serverAddress: url.hostname,
      serverPort: portOf(url),
      resendCount: resendCount(header),
      request: request.facts,
      response: {},
      times: { start: performance.now() },
      chunkIntervals: [],
    };
    this.#span = openCallSpan(telemetry.tracer(), config, this.#call, caller);
    // The first span may start the SDK, which is no time of the call's.
    this.#call.times.start = performance.now();
    this.#chunks = new ChunkTimes(this.#call, config.chunkMetrics, () =>
      telemetry.metrics.recordChunks(this.#call, this.#span.measured)
    );
    this.#inactive = guarded('metrics', () =>
      telemetry.metrics.begin(this.#call)
    );
    if (request.facts.model !== undefined) {
      guarded('metrics', () => telemetry.metrics.expect(this.#call));
    }
    guarded('requestHook', () =>
      config.requestHook?.(this.#span.span, opening.info)
    );
    openCalls.add(this);
  }

  context<T>(fn: () => T): T {
    return context.with(this.#span.context, fn);
  }

  bindCaller(emitter: EventEmitter): void {
    context.bind(this.#opening.caller, emitter);
  }

  onRequestBody(chunk: string | Uint8Array, last: boolean): boolean {
    if (this.#over) return true;
    this.#readRequest(this.#opening.reader.push(chunk, last));
    return this.#inference;
  }

  onResponse(status: number, header: HeaderReader): void {
    if (this.#over) return;
    this.#readRequest(this.#opening.reader.end());
    const { config, recognised, content } = this.#opening;
    this.#call.status = status;
    this.#call.limits = readLimits(header);
    this.#header = header;
    this.#decoder = createDecoder({
      contentType: header('content-type'),
      contentEncoding: header('content-encoding'),
      maxBodyBytes: config.maxBodyBytes,
      everyEvent: content !== undefined,
      readEvery:
        recognised.dialect.needsEveryEvent?.(this.#call.request) ?? false,
      onEvent: event => {
        guarded('read event', () => this.#readEvent(event));
      },
    });
  }

  onBytes(chunk: Uint8Array, at: number): void {
    const completed = this.#decoder?.push(chunk) ?? 0;
    const { request, status = 0 } = this.#call;
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
    const limit = this.#opening.exchange.header('x-stainless-timeout');
    const clientTimeout = limit === undefined ? undefined : Number(limit);
    this.#end(
      { kind: 'abandoned', reason, clientTimeout: asNumber(clientTimeout) },
      at
    );
  }

  #readRequest(request: ReadRequest | undefined): void {
    if (request === undefined) return;
    const { recognised } = this.#opening;
    Object.assign(this.#call.request, request.facts);
    if (
      recognised.ambiguous &&
      !looksLikeInference(request.members, recognised.mustName)
    ) {
      // Too late to have left it alone; its span is never ended, and so never seen.
      this.#inference = false;
      this.#over = true;
      openCalls.delete(this);
      guarded('metrics', () => this.#inactive?.());
      return;
    }
    this.#span.update(this.#call);
    guarded('metrics', () =>
      this.#opening.telemetry.metrics.expect(this.#call)
    );
  }

  #end(outcome: Outcome, at: number): void {
    // The wire goes on for a moment after the process has let go of its calls.
    if (this.#over) return;
    this.#over = true;
    openCalls.delete(this);
    const { config, telemetry, info, caller } = this.#opening;
    const call = this.#call;
    call.times.end = at;
    guarded('read request', () =>
      this.#readRequest(this.#opening.reader.end())
    );
    guarded('metrics', () => this.#inactive?.());
    if (!this.#inference) return;
    guarded('read response', () => this.#readResponse());
    const errorType = errorTypeOf(call, outcome);
    if (errorType !== undefined) {
      call.errorType = errorType;
      if (outcome.kind === 'error') {
        call.errorMessage = errorText(outcome.error);
      }
    }
    guarded('content', () => this.#tellContent());
    guarded('exception', () => this.#tellException(outcome));
    guarded('responseHook', () =>
      config.responseHook?.(this.#span.span, {
        ...info,
        status: call.status,
        errorType,
      })
    );
    guarded('span', () => this.#span.end(call));
    // Nobody else measures it by our name.
    guarded('cost', () => telemetry.metrics.recordCost(call));
    const { measured } = this.#span;
    guarded('metrics', () => telemetry.metrics.record(call, measured));
    tellOperation(caller, call);
    guarded('lost span', () =>
      this.#span.recover?.(call, () =>
        telemetry.metrics.recordUnmeasured(call, measured)
      )
    );
  }

  #tellContent(): void {
    const { config, telemetry, content, info } = this.#opening;
    if (content === undefined) return;
    recordContent(this.#span, this.#call, content.take(this.#call, info), {
      profile: config.profile,
      where: config.captureContent,
      logger: telemetry.logger?.(),
    });
  }

  /** Only what failed on its way is an exception here: an answer that tells of an error is an answer. */
  #tellException(outcome: Outcome): void {
    if (outcome.kind !== 'error' || this.#call.errorType === undefined) return;
    const logger = this.#opening.telemetry.logger?.();
    recordException(this.#span, outcome.error, logger);
  }

  #readResponse(): void {
    const body = this.#decoder?.end();
    this.#decoder = undefined;
    if (body === undefined) return;
    this.#opening.content?.readResponse(body);
    const { dialect } = this.#opening.recognised;
    const { response } = this.#call;
    const route = this.#route();
    if (body.stream) {
      for (const event of body.values) this.#readEvent(event);
      if (body.done) response.complete = true;
    } else {
      dialect.readResponse(body.values[0], this.#header, response, route);
    }
    dialect.readHeaders?.(this.#header, response, route);
  }

  #readEvent(event: unknown): void {
    const { dialect } = this.#opening.recognised;
    dialect.readEvent(event, this.#call.response, this.#route());
  }

  #route(): DialectRoute {
    const { provider, operation } = this.#opening.recognised;
    const { choiceCount } = this.#call.request;
    return { provider, operation, choiceCount };
  }
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
}
