// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { context, type Context } from '@opentelemetry/api';
import type { EventEmitter } from 'node:events';
import { createDecoder, type Decoder } from '../../decode/decoder.ts';
import { JsonOutline } from '../../decode/scan/outline.ts';
import { scan } from '../../decode/scan/select.ts';
import {
  errorCodeOf,
  readAnswers,
  readMessages,
  type McpMessage,
} from '../../dialects/mcp/messages.ts';
import type { Outcome } from '../../error-type.ts';
import { guarded } from '../../guard.ts';
import {
  saysMcp,
  SESSION_HEADER,
  VERSION_HEADER,
} from '../../recognise/mcp.ts';
import type { McpPeer } from '../../semconv/mcp.ts';
import type {
  Exchange,
  ExchangeListener,
  HeaderReader,
} from '../../wire/exchange.ts';
import { clientTimeout, portOf } from '../request-reader.ts';
import { clientOf } from './open-requests.ts';
import { OpenOperation } from './operation.ts';
import type { McpSurroundings } from './surroundings.ts';
import { capturesTools } from './tool-content.ts';

/** Reads the messages of a request body from the caller. */
export function messagesOf(
  { body, headers }: Exchange,
  source = body
): McpMessage[] {
  if (source === undefined) return [];
  const outline = new JsonOutline();
  scan(outline, source);
  return readMessages(outline.end(), saysMcp(headers));
}

/** One POST of an MCP client, with the operations of its messages; each lasts until its response. */
export class McpExchange implements ExchangeListener {
  readonly #surroundings: McpSurroundings;
  readonly #exchange: Exchange;
  readonly #caller: Context;
  readonly #operations: OpenOperation[] = [];
  #body: JsonOutline | undefined;
  #decoder: Decoder | undefined;
  #status: number | undefined;
  /** Code of an error that names no request. */
  #errorCode: string | undefined;
  #session: string | undefined;
  /** An event had an id, so the client can resume the stream after it. */
  #resumable = false;
  #over = false;

  /** @param messages empty if the body is not known yet. */
  constructor(
    surroundings: McpSurroundings,
    exchange: Exchange,
    messages: readonly McpMessage[],
    caller: Context
  ) {
    this.#surroundings = surroundings;
    this.#exchange = exchange;
    this.#caller = caller;
    this.#begin(messages);
    surroundings.openEnds.add(this);
  }

  /** Makes the HTTP span a child of the span of a single message. With several messages, the HTTP span is their sibling. */
  context<T>(fn: () => T): T {
    const [first, second] = this.#operations;
    return first === undefined || second !== undefined
      ? fn()
      : context.with(first.span.context, fn);
  }

  bindCaller(emitter: EventEmitter): void {
    context.bind(this.#caller, emitter);
  }

  onRequestBody(chunk: string | Uint8Array, last: boolean): boolean {
    if (this.#over || this.#operations.length > 0) return !this.#over;
    this.#body ??= new JsonOutline();
    scan(this.#body, chunk);
    if (last && !this.#readBody()) this.#close();
    return !this.#over;
  }

  onResponse(status: number, headers: HeaderReader, at: number): void {
    if (this.#over || !this.#hasBegun()) return;
    this.#status = status;
    this.#session = headers.get(SESSION_HEADER) ?? this.#session;
    this.#decoder = createDecoder({
      contentType: headers.get('content-type'),
      contentEncoding: headers.get('content-encoding'),
      maxBodyBytes: this.#surroundings.config.maxBodyBytes,
      everyEvent: capturesTools(this.#surroundings.config),
      readEvery: true,
      early: {
        onEvent: value => guarded('read event', () => this.#read(value)),
      },
    });
    if (status >= 400) return;
    for (const operation of this.#operations) {
      operation.acknowledge(status, at);
    }
  }

  onBytes(chunk: Uint8Array): void {
    if (this.#over) return;
    this.#resumable ||= hasEventId(chunk);
    this.#decoder?.push(chunk);
  }

  onEnd(at: number): void {
    this.#end({ kind: 'end' }, at);
  }

  onError(error: unknown, at: number): void {
    this.#end({ kind: 'error', error }, at);
  }

  onAbandoned(reason: unknown, at: number): void {
    const limit = clientTimeout(this.#exchange.headers);
    this.#end({ kind: 'abandoned', reason, clientTimeout: limit }, at);
  }

  #begin(messages: readonly McpMessage[]): void {
    const { headers } = this.#exchange;
    const peer = peerOf(this.#exchange);
    this.#session = headers.get(SESSION_HEADER);
    const client = clientOf(this.#exchange, this.#session);
    const { attempts, openRequests } = this.#surroundings;
    const resendCount = attempts.resendCount(this.#exchange);
    for (const message of messages) {
      openRequests.cancelledBy(message, client);
      this.#operations.push(
        new OpenOperation(
          message,
          peer,
          client,
          this.#session,
          resendCount,
          this.#surroundings,
          this.#caller
        )
      );
    }
  }

  /** Reads the sent body. Returns `false` if it contains no message of the protocol. */
  #readBody(): boolean {
    const body = this.#body?.end();
    this.#body = undefined;
    const messages = readMessages(body, saysMcp(this.#exchange.headers));
    this.#begin(messages);
    return messages.length > 0;
  }

  /** An answer may arrive before the transport has reported the end of the request. */
  #hasBegun(): boolean {
    if (this.#operations.length > 0 || this.#readBody()) return true;
    this.#close();
    return false;
  }

  #read(value: unknown): void {
    this.#errorCode ??= errorCodeOf(value);
    const at = performance.now();
    for (const answer of readAnswers(value)) {
      const operation = this.#operations.find(
        ({ id, over }) => id === answer.id && !over
      );
      if (operation === undefined) continue;
      operation.facts.sessionId ??= this.#session;
      operation.answer(answer, this.#status ?? 0, at);
      if (operation.facts.method === 'initialize') this.#greeted(operation);
    }
  }

  /** The server has answered the first message of a session and may have given it an id. */
  #greeted({ facts, start }: OpenOperation): void {
    if (this.#session === undefined || facts.errorType !== undefined) return;
    this.#surroundings.sessions.begin(this.#session, facts, start);
  }

  #end(outcome: Outcome, at: number): void {
    if (this.#over) return;
    if (this.#operations.length === 0 && !this.#readBody()) {
      this.#close();
      return;
    }
    const body = this.#decoder?.end();
    guarded('read response', () => body?.values.forEach(this.#read, this));
    for (const operation of this.#operations) {
      if (this.#mayResume(operation, outcome)) continue;
      operation.finish(outcome, this.#status, at, this.#errorCode);
    }
    this.#close();
    const { sessions, attempts } = this.#surroundings;
    const { kind } = outcome;
    const hasFailed = kind === 'error' || (this.#status ?? 0) >= 400;
    attempts.ended(this.#exchange, hasFailed);
    if (this.#session === undefined) return;
    // The server no longer knows the session.
    if (this.#status === 404) sessions.end(this.#session, at, '404');
    else sessions.touch(this.#session, at);
  }

  /** A server may close a stream before the response, which then arrives in the stream that resumes it. */
  #mayResume(operation: OpenOperation, { kind }: Outcome): boolean {
    return (
      kind !== 'abandoned' &&
      this.#resumable &&
      !operation.over &&
      this.#session !== undefined &&
      this.#surroundings.sessions.wait(this.#session, operation)
    );
  }

  #close(): void {
    this.#over = true;
    this.#decoder = this.#body = undefined;
    this.#surroundings.openEnds.delete(this);
  }
}

/** Whether a part of an event stream contains a line with an id. */
function hasEventId(chunk: Uint8Array): boolean {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return bytes.includes('\nid:') || bytes.toString('latin1', 0, 3) === 'id:';
}

function peerOf({ url, headers, socketPath, transport }: Exchange): McpPeer {
  return {
    serverAddress: socketPath ?? url.hostname,
    serverPort: socketPath === undefined ? portOf(url) : undefined,
    // With the other transports, either version is possible.
    httpVersion:
      transport === 'http2' ? '2' : transport === 'http' ? '1.1' : undefined,
    protocolVersion: headers.get(VERSION_HEADER),
  };
}
