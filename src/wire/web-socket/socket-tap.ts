// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Duplex } from 'node:stream';
import { fieldOf } from '../../error-text.ts';
import { guarded } from '../../guard.ts';
import type {
  HeaderReader,
  SocketClose,
  SocketListener,
  Way,
} from '../exchange.ts';
import { tapMethod } from '../patch.ts';
import { compressionOf } from './extensions.ts';
import { MessageReader } from './message-reader.ts';

/** A connection that the server has just accepted. */
export interface OpenSocket {
  readonly socket: Duplex;
  /** Headers of the answer to the handshake. */
  readonly headers: HeaderReader;
  /** Bytes that came with the answer. The client usually puts them back into the socket. */
  readonly head?: Uint8Array | undefined;
}

/**
 * Makes the socket of a connection report to the listener, by own methods that call the inherited ones. It adds no
 * listener, because a `data` listener would start the flow. Whichever way the client reads, the stream emits `data`.
 */
export function tapSocket(open: OpenSocket, listener: SocketListener): void {
  const { socket, headers, head } = open;
  guarded('web socket', () => listener.onOpen(headers, performance.now()));
  const tap = new SocketTap(headers, listener);
  tapMethod(socket, 'emit', ([event, value]) => tap.emitted(event, value));
  tapMethod(socket, 'write', ([chunk, encoding]) => {
    if (socket.writable) tap.wrote(chunk, encoding);
  });
  tapMethod(socket, 'end', ([chunk, encoding]) => {
    if (socket.writable) tap.wrote(chunk, encoding);
    tap.left();
  });
  tapMethod(socket, 'destroy', ([error]) => tap.left(error));
  if (head === undefined || head.length === 0) return;
  tap.head = head;
  tapMethod(socket, 'unshift', () => {
    tap.head = undefined;
  });
}

class SocketTap {
  /** Bytes that came with the answer, until they are read or put back into the socket. */
  head: Uint8Array | undefined = undefined;
  private readonly listener: SocketListener;
  private readonly readers: Readonly<Record<Way, MessageReader>>;
  /** The first close frame. */
  private close: SocketClose | undefined = undefined;
  private serverEnded = false;
  private applicationLeft = false;
  private failed = false;
  private error: unknown = undefined;
  private over = false;

  constructor(headers: HeaderReader, listener: SocketListener) {
    const compression = compressionOf(headers.get('sec-websocket-extensions'));
    const reader = (way: Way): MessageReader =>
      new MessageReader(way, listener, compression?.[way], code =>
        this.closeFrame(way, code)
      );
    this.listener = listener;
    this.readers = { sent: reader('sent'), received: reader('received') };
  }

  emitted(event: unknown, value: unknown): void {
    if (this.over) return;
    if (event === 'data') {
      this.readHead();
      this.read('received', value);
    } else if (event === 'end') this.serverEnded = true;
    else if (event === 'error') this.fail(value);
    else if (event === 'close') {
      this.readHead();
      this.end(this.close ?? this.closedWithoutFrame());
    }
  }

  wrote(chunk: unknown, encoding: unknown): void {
    if (this.over) return;
    this.readHead();
    this.read(
      'sent',
      typeof chunk === 'string'
        ? Buffer.from(chunk, encoding as BufferEncoding)
        : chunk
    );
  }

  /** The socket was ended or destroyed: by the application, unless the server ended it before or Node.js reports an error. */
  left(error?: unknown): void {
    if (typeof fieldOf(error, 'code') === 'string') this.fail(error);
    this.applicationLeft ||= !this.serverEnded && !this.failed;
  }

  private fail(error: unknown): void {
    this.failed = true;
    this.error = error;
  }

  private readHead(): void {
    const { head } = this;
    this.head = undefined;
    if (head !== undefined) this.read('received', head);
  }

  private read(way: Way, chunk: unknown): void {
    if (chunk instanceof Uint8Array) {
      this.readers[way].push(chunk, performance.now());
    }
  }

  private closeFrame(way: Way, code: number | undefined): void {
    const isFirst = this.close === undefined;
    this.close ??= { by: way === 'sent' ? 'application' : 'server', code };
    // The server may still send messages before it answers a close frame.
    if (way === 'received' || !isFirst) this.end(this.close);
  }

  private closedWithoutFrame(): SocketClose {
    return this.applicationLeft
      ? { by: 'application' }
      : { by: 'broken', error: this.error };
  }

  private end(close: SocketClose): void {
    if (this.over) return;
    this.over = true;
    for (const reader of Object.values(this.readers)) reader.close();
    this.listener.onClose(close, performance.now());
  }
}
