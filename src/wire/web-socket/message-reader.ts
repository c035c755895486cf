// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { SocketListener, Way } from '../exchange.ts';
import { report, reportText } from '../../guard.ts';
import {
  FrameReader,
  type FrameSink,
  type MessageKind,
} from './frame-reader.ts';
import { Inflater } from './inflater.ts';

/** How the messages of one direction are compressed. */
export interface Compression {
  readonly keepsContext: boolean;
}

/** Reads the messages of one direction and passes their parts to the listener. */
export class MessageReader implements FrameSink {
  private readonly way: Way;
  private readonly listener: SocketListener;
  private readonly onClose: (code: number | undefined) => void;
  private readonly frames: FrameReader;
  private readonly compression: Compression | undefined;
  private inflater: Inflater | undefined = undefined;
  private message: MessageKind = { text: false, compressed: false };
  private at = 0;
  private over = false;

  /** @param onClose called for the close frame of this direction, if one comes. */
  constructor(
    way: Way,
    listener: SocketListener,
    compression: Compression | undefined,
    onClose: (code: number | undefined) => void
  ) {
    this.way = way;
    this.listener = listener;
    this.compression = compression;
    this.onClose = onClose;
    const isMasked = way === 'sent';
    this.frames = new FrameReader(isMasked, compression !== undefined, this);
  }

  push(chunk: Uint8Array, at: number): void {
    if (this.over) return;
    this.at = at;
    this.frames.push(chunk);
    const { malformed } = this.frames;
    if (malformed !== undefined) this.fail(`malformed frame: ${malformed}`);
  }

  onPayload(part: Uint8Array, message: MessageKind, last: boolean): void {
    if (this.over) return;
    this.message = message;
    if (!message.compressed) {
      this.deliver(part, last);
      return;
    }
    this.inflater ??= new Inflater(this.compression?.keepsContext === true);
    this.inflater.push(part, last, this.deliver);
    const { failed } = this.inflater;
    if (failed !== undefined) this.fail(`inflate: ${failed}`);
  }

  onCloseFrame(code: number | undefined): void {
    if (!this.over) this.onClose(code);
  }

  /** Reads no more, and releases the memory. */
  close(): void {
    this.over = true;
    this.inflater?.close();
    this.inflater = undefined;
  }

  private readonly deliver = (part: Uint8Array, last: boolean): void => {
    // An exception of the listener must not stop the reader in the middle of a frame.
    try {
      this.listener.onPart(this.way, part, this.message.text, last, this.at);
    } catch (error) {
      report('web socket part', error);
    }
  };

  private fail(reason: string): void {
    if (this.over) return;
    reportText(
      'web socket frames',
      `messages of a WebSocket cannot be read (${this.way}, ${reason}); the application is not affected`
    );
    this.close();
    try {
      this.listener.onUnreadable(this.way, this.at);
    } catch (error) {
      report('web socket part', error);
    }
  }
}
