// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Call, RequestFacts } from '../call.ts';
import type { GenAIRequestInfo } from '../config/options.ts';
import type { CapturedContent } from './captured-content.ts';
import { JsonMembers } from '../decode/scan/members.ts';
import { contentCodings } from '../decode/encoding.ts';
import { FormScanner, looksLikeForm } from '../decode/scan/form.ts';
import type { JsonObject } from '../dialects/fields.ts';
import { looksLikeInference, type Recognised } from '../recognise/recognise.ts';
import type { Exchange, HeaderReader } from '../wire/exchange.ts';
import { Members, RequestBody } from './request-body.ts';

/** A larger text is mostly content, which the scanner skips faster than it could be parsed. */
const MAX_PARSED_LENGTH = 8 * 1024;

/** The facts of a request, and the body members that contain them. */
export interface ReadRequest {
  readonly facts: RequestFacts;
  readonly members: JsonObject;
}

/**
 * Reads a request, either from the caller's body or from the bytes as they are sent. Keeps only the wanted members,
 * whatever the size of the body and of its parts.
 */
export class RequestReader {
  private readonly url: URL;
  private readonly headers: HeaderReader;
  private readonly recognised: Recognised;
  private readonly content: CapturedContent | undefined;
  private body: RequestBody | undefined;
  private ended: boolean;

  /** @param content takes the content of the request, if it is captured */
  constructor(
    { url, headers }: Exchange,
    recognised: Recognised,
    content?: CapturedContent
  ) {
    this.url = url;
    this.headers = headers;
    this.recognised = recognised;
    this.content = content;
    this.body = undefined;
    this.ended = false;
  }

  /** Reads the URL, the headers, and the body if it is known; in that case, no more bytes follow. */
  read(body: string | Uint8Array | undefined): ReadRequest {
    if (body === undefined) return this.facts({});
    this.ended = true;
    const members = this.parse(body);
    if (members !== undefined) return this.facts(members);
    const whole = this.newBody();
    whole.push(body);
    return this.facts(this.take(whole));
  }

  /**
   * Reads the wanted members of a small body by `JSON.parse`, which is faster than the scanner. `undefined` if the scanner
   * must read it: content is captured, or the body is large, cut off or no JSON object. No such text is encoded.
   */
  private parse(body: string | Uint8Array): JsonObject | undefined {
    if (
      typeof body !== 'string' ||
      body.length > MAX_PARSED_LENGTH ||
      !body.startsWith('{') ||
      !(body as WellFormable).isWellFormed() ||
      this.content !== undefined
    ) {
      return undefined;
    }
    const { dialect, presentMembers } = this.recognised;
    let whole: JsonObject;
    try {
      whole = JSON.parse(body) as JsonObject;
    } catch {
      return undefined;
    }
    const members: Record<string, unknown> = {};
    const names = Object.keys(whole);
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as string;
      if (dialect.requestMembers.has(name)) members[name] = whole[name];
      if (presentMembers.has(name)) members[name] ??= true;
    }
    return members;
  }

  /** Reads a part of the body. */
  push(chunk: string | Uint8Array, last: boolean): ReadRequest | undefined {
    if (this.ended) return undefined;
    this.body ??= this.newBody();
    this.body.push(chunk);
    return last ? this.end() : undefined;
  }

  /** The body is complete: reads the kept bytes. */
  end(): ReadRequest | undefined {
    const { body } = this;
    this.ended = true;
    this.body = undefined;
    return body === undefined ? undefined : this.facts(this.take(body));
  }

  private newBody(): RequestBody {
    const members = new Members(first => this.newMembers(first));
    const encoding = this.headers.get('content-encoding');
    return new RequestBody(
      members,
      encoding === undefined ? [] : contentCodings(encoding)
    );
  }

  /** In a form, the wanted fields are read; a file is no member. */
  private newMembers(first: Buffer): JsonMembers | FormScanner {
    const { dialect, presentMembers } = this.recognised;
    const { content } = this;
    if (looksLikeForm(first)) {
      return new FormScanner(dialect.requestMembers, presentMembers);
    }
    return content === undefined
      ? new JsonMembers(dialect.requestMembers, undefined, presentMembers)
      : new JsonMembers(content.wanted, content.bounds, presentMembers);
  }

  private take(body: RequestBody): JsonObject {
    const members = body.end();
    const { presentMembers } = this.recognised;
    const names = Object.keys(members).filter(name => presentMembers.has(name));
    this.content?.readRequest(members, this.url);
    // The content was removed, but its presence may still be queried.
    for (const name of names) members[name] ??= true;
    return members;
  }

  private facts(members: JsonObject): ReadRequest {
    const { dialect, provider, operation } = this.recognised;
    const { url, headers } = this;
    const route = { provider, operation };
    return {
      facts: dialect.readRequest(members, url, headers, route),
      members,
    };
  }
}

/** Whether the body confirms that the request is inference. */
export function isInference(
  recognised: Recognised,
  { members }: ReadRequest
): boolean {
  return !recognised.ambiguous || looksLikeInference(members, recognised);
}

/** From ES2024; every supported Node.js has it. */
type WellFormable = string & { isWellFormed(): boolean };

/** Creates the record of a call that begins. */
export function beginCall(
  { url, headers, socketPath }: Exchange,
  {
    provider,
    providerAssumed,
    operation,
  }: Pick<Recognised, 'provider' | 'providerAssumed' | 'operation'>,
  request: RequestFacts
): Call {
  return {
    provider,
    providerAssumed: providerAssumed === true,
    operation: request.operation ?? operation,
    serverAddress: socketPath ?? url.hostname,
    serverPort: socketPath === undefined ? portOf(url) : undefined,
    resendCount: resendCount(headers),
    request,
    response: {},
    times: { start: performance.now() },
    chunkIntervals: [],
  };
}

/** A request in the form that is passed to users' hooks. */
export function infoOf(
  { method, url }: Pick<Exchange, 'method' | 'url'>,
  { provider, operation }: Pick<Recognised, 'provider' | 'operation'>
): GenAIRequestInfo {
  return { method, url, provider, operation };
}

/** Port of a URL, also if it is the default port. */
export function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
}

/**
 * The number of earlier attempts: 0 for the first one, and if the client does not send the number. The SDKs of OpenAI and
 * Anthropic count retries; the AWS SDK counts attempts from 1: `attempt=2; max=3`.
 */
export function resendCount(headers: HeaderReader): number {
  const repetitions = headers.get('x-stainless-retry-count');
  if (repetitions !== undefined) return count(repetitions);
  const attempt = headers.get('amz-sdk-request');
  if (attempt === undefined) return 0;
  const found = /\battempt=(\d+)/.exec(attempt)?.[1];
  return count(Number(found ?? 1) - 1);
}

function count(text: string | number): number {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
}

/** The client's own time limit for one attempt, in seconds, which the SDKs of OpenAI and Anthropic send. */
export function clientTimeout(headers: HeaderReader): number | undefined {
  const limit = headers.get('x-stainless-timeout');
  const seconds = limit === undefined ? NaN : Number(limit);
  return Number.isFinite(seconds) ? seconds : undefined;
}
