// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../call.ts';
import type { ResolvedConfig } from '../config/config.ts';
import { createDecoder, type Decoder } from '../decode/decoder.ts';
import type { DialectRoute } from '../dialects/dialect.ts';
import { tellsOfError } from '../dialects/openai/error.ts';
import { guarded } from '../guard.ts';
import { looksAnswered, type Recognised } from '../recognise/recognise.ts';
import type { HeaderReader } from '../wire/exchange.ts';
import type { CapturedContent } from './captured-content.ts';

const NO_HEADERS: HeaderReader = () => undefined;

/** Intervals wait for the end of the call, to be recorded with the model that answered; so many at most. */
const MAX_INTERVALS = 4096;

/** Reads the facts of a response from its head and its bytes, and notes when the chunks of a stream came. */
export class ResponseReader {
  private readonly call: Call;
  private readonly recognised: Recognised;
  private readonly config: ResolvedConfig;
  private readonly content: CapturedContent | undefined;
  private readonly recordChunks: () => void;
  private header: HeaderReader | undefined;
  private contentType: string | undefined;
  private decoder: Decoder | undefined;
  /** The body held JSON. */
  private wasRead: boolean;

  /** @param recordChunks takes the intervals that the call holds, and lets go of them */
  constructor(
    call: Call,
    recognised: Recognised,
    config: ResolvedConfig,
    content: CapturedContent | undefined,
    recordChunks: () => void
  ) {
    this.call = call;
    this.recognised = recognised;
    this.config = config;
    this.content = content;
    this.recordChunks = recordChunks;
    this.header = undefined;
    this.contentType = undefined;
    this.decoder = undefined;
    this.wasRead = false;
  }

  /** The head came. */
  begin(header: HeaderReader): void {
    this.header = header;
    this.contentType = header('content-type');
    const { dialect } = this.recognised;
    this.decoder = createDecoder({
      contentType: this.contentType,
      contentEncoding: header('content-encoding'),
      maxBodyBytes: this.config.maxBodyBytes,
      everyEvent: this.content !== undefined,
      readEvery: dialect.needsEveryEvent?.(this.call.request) ?? false,
      onEvent: event => {
        guarded('read event', () => this.readEvent(event, this.route()));
      },
    });
  }

  /** Takes the next bytes; chunks that they complete came at the same time. */
  push(chunk: Uint8Array, at: number): void {
    if (this.decoder === undefined) return;
    const completed = this.decoder.push(chunk);
    if (completed === 0) return;
    const { request, status = 0 } = this.call;
    // An error is no chunk of the answer, though Google's comes in an array as its streams do.
    if (request.stream === true && status < 400) this.count(completed, at);
  }

  private count(completed: number, at: number): void {
    const { times, chunkIntervals } = this.call;
    const isFirst = times.firstChunk === undefined;
    if (isFirst) {
      times.firstChunk = at;
      // A stream may stay open for hours; its headers need not.
      const { dialect } = this.recognised;
      if (dialect.readHeaders === undefined) this.header = NO_HEADERS;
    }
    if (this.config.chunkMetrics) {
      let interval = isFirst ? 0 : (at - (times.lastChunk ?? at)) / 1000;
      for (let left = isFirst ? completed - 1 : completed; left > 0; left--) {
        chunkIntervals.push(interval);
        interval = 0;
      }
      if (chunkIntervals.length >= MAX_INTERVALS) {
        guarded('metrics', this.recordChunks);
      }
    }
    times.lastChunk = at;
  }

  /** No more will come: reads what was kept. */
  end(): void {
    const { decoder, header, call, recognised } = this;
    this.decoder = undefined;
    if (decoder === undefined || header === undefined) return;
    const body = decoder.end();
    // A stream that was asked for may be cut before its first fact.
    this.wasRead =
      body.values.length > 0 && !(body.stream && call.request.stream === true);
    this.content?.readResponse(body);
    const { dialect } = recognised;
    const { response } = call;
    const route = this.route();
    if (body.stream) {
      const { values } = body;
      for (let index = 0; index < values.length; index++) {
        this.readEvent(values[index], route);
      }
      if (body.done) response.complete = true;
    } else {
      const [json] = body.values;
      dialect.readResponse(json, header, response, route);
      // Gateways report failures of others in a 200, some in free text alone. Asking for a failed response does not fail.
      if (
        this.call.operation !== 'fetch_response' &&
        (this.call.status ?? 400) < 400 &&
        tellsOfError(json)
      ) {
        response.errorType ??= '_OTHER';
      }
    }
    dialect.readHeaders?.(header, response, route);
  }

  /** Whether the whole answer may be one of the format that was assumed. */
  fits(): boolean {
    return looksAnswered(this.call, this.contentType, this.wasRead);
  }

  private readEvent(event: unknown, route: DialectRoute): void {
    this.recognised.dialect.readEvent(event, this.call.response, route);
  }

  private route(): DialectRoute {
    const { provider, operation, request } = this.call;
    return { provider, operation, choiceCount: request.choiceCount };
  }
}
