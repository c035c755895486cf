// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, LimitKind, Limits } from '../call.ts';
import type { ResolvedConfig } from '../config/config.ts';
import { createDecoder, type Decoder } from '../decode/decoder.ts';
import type { EventTaker } from '../decode/reader.ts';
import { NO_HEADERS, type DialectRoute } from '../dialects/dialect.ts';
import { tellsOfError } from '../dialects/openai/error.ts';
import { guarded, reportText } from '../guard.ts';
import { looksAnswered, type Recognised } from '../recognise/recognise.ts';
import type { HeaderReader } from '../wire/exchange.ts';
import type { CallSpan } from '../telemetry/call-span.ts';
import type { CallMetrics } from '../telemetry/metrics.ts';
import type { CapturedContent } from './captured-content.ts';

/** Maximum number of intervals that wait for the end of the call, to be recorded with the model that answered. */
const MAX_INTERVALS = 4096;

/**
 * Maximum number of intervals recorded of one call, more than any model's longest answer has: recording one costs the SDK
 * a microsecond or two, so millions of empty events would take seconds.
 */
const MAX_RECORDED = 131_072;

/** The call of a response. */
interface Answered {
  readonly call: Call;
  readonly config: ResolvedConfig;
  readonly content: CapturedContent | undefined;
  readonly telemetry: { readonly metrics: Pick<CallMetrics, 'recordChunks'> };
  readonly span: Pick<CallSpan, 'measured'>;
}

/** Reads the facts of a response from its head and its bytes, and records when the chunks of a stream arrived. */
export class ResponseReader implements EventTaker {
  private readonly call: Call;
  private readonly recognised: Recognised;
  private readonly config: ResolvedConfig;
  private readonly content: CapturedContent | undefined;
  private readonly metrics: Pick<CallMetrics, 'recordChunks'>;
  private readonly measured: ReadonlySet<string>;
  private headers: HeaderReader | undefined = undefined;
  private contentType: string | undefined = undefined;
  private decoder: Decoder | undefined = undefined;
  /** The body contained JSON. */
  private wasRead = false;
  /** Chunks whose intervals were recorded. */
  private counted = 0;

  constructor(
    { call, config, content, telemetry, span }: Answered,
    recognised: Recognised
  ) {
    this.call = call;
    this.recognised = recognised;
    this.config = config;
    this.content = content;
    this.metrics = telemetry.metrics;
    this.measured = span.measured;
  }

  /** The response head has arrived. */
  begin(headers: HeaderReader): void {
    this.headers = headers;
    this.contentType = headers.get('content-type');
    const { dialect } = this.recognised;
    this.decoder = createDecoder({
      contentType: this.contentType,
      contentEncoding: headers.get('content-encoding'),
      maxBodyBytes: this.config.maxBodyBytes,
      everyEvent: this.content !== undefined,
      readEvery: dialect.needsEveryEvent?.(this.call.request) ?? false,
      early: this,
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
      if (dialect.readHeaders === undefined) this.headers = NO_HEADERS;
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
        guarded('metrics', () =>
          this.metrics.recordChunks(this.call, this.measured)
        );
      }
    }
    times.lastChunk = at;
  }

  onEvent(event: unknown): void {
    const { dialect } = this.recognised;
    guarded('read event', () =>
      dialect.readEvent(event, this.call.response, this.route())
    );
  }

  /** The body is complete: reads the kept bytes. */
  end(): void {
    const { decoder, headers, call, recognised } = this;
    this.decoder = undefined;
    if (decoder === undefined || headers === undefined) return;
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
        dialect.readEvent(values[index], response, route);
      }
      if (body.done) response.complete = true;
    } else {
      const [json] = body.values;
      dialect.readResponse(json, headers, response, route);
      // Gateways report upstream failures in a 200, some only as free text. Fetching a failed response is no failure.
      if (
        this.call.operation !== 'fetch_response' &&
        (this.call.status ?? 400) < 400 &&
        tellsOfError(json)
      ) {
        response.errorType ??= '_OTHER';
      }
    }
    dialect.readHeaders?.(headers, response, route);
  }

  /** Whether the whole answer may be in the assumed format. */
  fits(): boolean {
    return looksAnswered(this.call, this.contentType, this.wasRead);
  }

  private route(): DialectRoute {
    const { provider, operation, request } = this.call;
    return { provider, operation, choiceCount: request.choiceCount };
  }
}

/**
 * Headers with the remaining limits, by kind; the first one that is present is used. OpenAI and compatible APIs; Anthropic,
 * which counts input and output separately and also sends their sum.
 *
 * @see https://platform.openai.com/docs/guides/rate-limits
 * @see https://docs.anthropic.com/en/api/rate-limits
 */
const REMAINING: Readonly<Record<LimitKind, readonly string[]>> = {
  requests: [
    'x-ratelimit-remaining-requests',
    'anthropic-ratelimit-requests-remaining',
  ],
  tokens: [
    'x-ratelimit-remaining-tokens',
    'anthropic-ratelimit-tokens-remaining',
    'anthropic-ratelimit-output-tokens-remaining',
    'anthropic-ratelimit-input-tokens-remaining',
  ],
};

const NO_LIMITS: Limits = Object.freeze({ remaining: Object.freeze({}) });

/** Reads the headers of a response. Leaves out missing values and those that are no numbers. */
export function readLimits(
  headers: HeaderReader,
  now: number = Date.now()
): Limits {
  const requests = firstAmount(headers, REMAINING.requests);
  const tokens = firstAmount(headers, REMAINING.tokens);
  const retryAfter = readRetryAfter(headers, now);
  if (
    requests === undefined &&
    tokens === undefined &&
    retryAfter === undefined
  ) {
    return NO_LIMITS;
  }
  const remaining: Partial<Record<LimitKind, number>> = {};
  if (requests !== undefined) remaining.requests = requests;
  if (tokens !== undefined) remaining.tokens = tokens;
  return retryAfter === undefined ? { remaining } : { remaining, retryAfter };
}

function firstAmount(
  headers: HeaderReader,
  names: readonly string[]
): number | undefined {
  for (let index = 0; index < names.length; index++) {
    const value = amount(headers.get(names[index] as string));
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * Seconds to wait: from OpenAI's header in milliseconds, which is more exact, else from the standard one in seconds or as a
 * date.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
function readRetryAfter(
  headers: HeaderReader,
  now: number
): number | undefined {
  const milliseconds = amount(headers.get('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds / 1000;
  const text = headers.get('retry-after');
  const seconds = amount(text);
  if (seconds !== undefined || text === undefined) return seconds;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

function amount(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(text)
    ? Number(text)
    : undefined;
}
