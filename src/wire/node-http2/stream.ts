// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import { fieldOf } from '../../error-text.ts';
import { reasonNow, TIMED_OUT } from '../deadline.ts';
import { IncomingHeaders } from '../headers/incoming-headers.ts';
import { tapRequestBody } from '../node-http/request-body.ts';
import { tapMethod, tapReads } from '../patch.ts';
import type { Tap } from '../tap.ts';

/** The error for a stream whose connection was lost; Node reports only `aborted`. */
const CONNECTION_LOST = Object.freeze({ code: 'ECONNRESET' });

/**
 * Makes a client stream report to the tap, by own methods that call the inherited ones. It adds no listener, because a
 * `response` or a `data` listener would change whether an unread body is kept.
 */
export function tapClientStream(stream: ClientHttp2Stream, tap: Tap): void {
  tap.bind(stream);
  tap.wasRequested();
  let letGo: { reason: unknown } | undefined;
  let lost: unknown;
  let timedOut = false;
  const head = new Head(stream, tap);

  const leave = (reason: unknown): void => {
    if (stream.closed || stream.destroyed) return;
    if (connectionIsGone(stream)) lost ??= CONNECTION_LOST;
    else if (isUnread(stream)) letGo ??= { reason };
    else letGo ??= { reason: timedOut ? TIMED_OUT : reasonNow(reason) };
  };
  // Node calls both as well: the session does, when its socket closes or when the session itself is closed.
  tapMethod(stream, 'close', () => leave(undefined));
  tapMethod(stream, 'destroy', ([error]) => {
    if (isOfNode(error, stream)) lost ??= error;
    else leave(error);
  });
  tapReads(stream, 'push', chunk => {
    // Node ends the readable side of a broken stream as well.
    const whole =
      letGo === undefined &&
      lost === undefined &&
      !stream.destroyed &&
      stream.rstCode === 0;
    if (chunk !== null) head.bytes(chunk);
    else if (whole) head.end();
  });
  tapMethod(stream, 'emit', ([event, value]) => {
    if (event === 'response') {
      head.arrived(value as IncomingHttpHeaders);
    } else if (event === 'timeout') {
      timedOut = true;
    } else if (event === 'error') {
      if (letGo !== undefined) tap.abandoned(stream, letGo.reason);
      else tap.error(stream, causeOf(value));
    } else if (event === 'close') {
      if (letGo !== undefined) tap.abandoned(stream, letGo.reason);
      else tap.error(stream, causeOf(lost) ?? resetBy(stream));
    }
  });
  if (tap.needsRequestBody) tapRequestBody(stream, tap);
}

/**
 * Node announces the head in the next tick. If bytes or the end arrived with the head, Node may push them before it. They
 * are held until the head is announced, as copies, because the buffers belong to the application.
 */
class Head {
  readonly #stream: ClientHttp2Stream;
  readonly #tap: Tap;
  #announced = false;
  #ended = false;
  #early: Uint8Array[] = [];

  constructor(stream: ClientHttp2Stream, tap: Tap) {
    this.#stream = stream;
    this.#tap = tap;
  }

  arrived(headers: IncomingHttpHeaders): void {
    if (this.#announced) return;
    this.#announced = true;
    const status = Number(headers[':status'] ?? 0);
    this.#tap.head(this.#stream, status, new IncomingHeaders(headers));
    for (const chunk of this.#early.splice(0)) {
      this.#tap.bytes(this.#stream, chunk);
    }
    if (this.#ended) this.#tap.end(this.#stream);
  }

  bytes(chunk: unknown): void {
    if (!(chunk instanceof Uint8Array) || this.#ended) return;
    if (this.#announced) this.#tap.bytes(this.#stream, chunk);
    else this.#early.push(Uint8Array.prototype.slice.call(chunk));
  }

  end(): void {
    this.#ended = true;
    if (this.#announced) this.#tap.end(this.#stream);
  }
}

/**
 * Whether data waits and nobody reads it. The application has left such a stream, and its session may close it by a timer
 * much later; the provider was not slow.
 */
function isUnread({
  readableFlowing,
  readableLength,
}: ClientHttp2Stream): boolean {
  return readableFlowing !== true && readableLength > 0;
}

/** Whether the stream was closed because its socket was. */
function connectionIsGone(stream: ClientHttp2Stream): boolean {
  try {
    return stream.session?.socket.destroyed === true;
  } catch {
    // The session has released its socket.
    return true;
  }
}

/** Whether a stream is destroyed because its session is destroyed or can no longer be used. */
function isOfNode(error: unknown, stream: ClientHttp2Stream): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code = fieldOf(error, 'code');
  return (
    stream.session?.destroyed === true ||
    (typeof code === 'string' && code.startsWith('ERR_HTTP2_'))
  );
}

/** A stream that waited for a connection is cancelled if connecting fails; the reason is in `cause`. */
function causeOf(error: unknown): unknown {
  return fieldOf(error, 'code') === 'ERR_HTTP2_STREAM_CANCEL'
    ? ((error as { cause?: unknown }).cause ?? error)
    : error;
}

/** The server closed the stream without an answer, or with a code for which Node creates no error. */
function resetBy({ rstCode }: ClientHttp2Stream): unknown {
  return rstCode === CANCEL
    ? Object.freeze({ code: 'NGHTTP2_CANCEL' })
    : CONNECTION_LOST;
}

const CANCEL = 8;
