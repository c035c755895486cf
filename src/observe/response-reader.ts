// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../call.ts';
import type { ResolvedConfig } from '../config/config.ts';
import { createDecoder, type Decoder } from '../decode/decoder.ts';
import type { DialectRoute } from '../dialects/dialect.ts';
import { tellsOfError } from '../dialects/openai/error.ts';
import { guarded, reportText } from '../guard.ts';
import { looksAnswered, type Recognised } from '../recognise/recognise.ts';
import type { HeaderReader } from '../wire/exchange.ts';
import type { CapturedContent } from './captured-content.ts';

const NO_HEADERS: HeaderReader = () => undefined;

/** Maximum number of intervals that wait for the end of the call, to be recorded with the model that answered. */
const MAX_INTERVALS = 4096;

/**
 * Maximum number of intervals recorded of one call, more than any model's longest answer has: recording one costs the SDK
 * a microsecond or two, so millions of empty events would take seconds.
 */
const MAX_RECORDED = 131_072;

/** Reads the facts of a response from its head and its bytes, and records when the chunks of a stream arrived. */
export class ResponseReader {
  private readonly call: Call;
  private readonly recognised: Recognised;
  private readonly config: ResolvedConfig;
  private readonly content: CapturedContent | undefined;
  private readonly recordChunks: () => void;
  private header: HeaderReader | undefined;
  private contentType: string | undefined;
  private decoder: Decoder | undefined;
  /** The body contained JSON. */
  private wasRead: boolean;
  /** Chunks whose intervals were recorded. */
  private counted: number;

  /** @param recordChunks records the buffered intervals of the call and releases them */
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
    this.counted = 0;
  }

  /** The response head has arrived. */
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

  /** Reads the next bytes; chunks completed by the same bytes have the same time. */
  push(chunk: Uint8Array, at: number): void {
    if (this.decoder === undefined) return;
    const completed = this.decoder.push(chunk);
    if (completed === 0) return;
    const { request, status = 0 } = this.call;
    // An error is no chunk of the answer, although Google sends it in an array, like a stream.
    if (request.stream === true && status < 400) this.count(completed, at);
  }

  private count(completed: number, at: number): void {
    const { times, chunkIntervals } = this.call;
    const isFirst = times.firstChunk === undefined;
    if (isFirst) {
      times.firstChunk = at;
      // A stream may be open for hours; do not keep its headers.
      const { dialect } = this.recognised;
      if (dialect.readHeaders === undefined) this.header = NO_HEADERS;
    }
    if (this.config.chunkMetrics && this.counted < MAX_RECORDED) {
      const recorded = Math.min(completed, MAX_RECORDED - this.counted);
      this.counted += recorded;
      if (this.counted === MAX_RECORDED) {
        reportText(
          'chunks',
          `a stream had more than ${MAX_RECORDED} chunks; the time between further ones is not recorded`
        );
      }
      let interval = isFirst ? 0 : (at - (times.lastChunk ?? at)) / 1000;
      for (let left = isFirst ? recorded - 1 : recorded; left > 0; left--) {
        chunkIntervals.push(interval);
        interval = 0;
      }
      if (chunkIntervals.length >= MAX_INTERVALS) {
        guarded('metrics', this.recordChunks);
      }
    }
    times.lastChunk = at;
  }

  /** The body is complete: reads the kept bytes. */
  end(): void {
    const { decoder, header, call, recognised } = this;
    this.decoder = undefined;
    if (decoder === undefined || header === undefined) return;
    const body = decoder.end();
    // A requested stream may be cut off before its first fact.
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
      // Gateways report upstream failures in a 200, some only as free text. Fetching a failed response is no failure.
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

  /** Whether the whole answer may be in the assumed format. */
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
