// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { unmask } from './mask.ts';

/** Receives the contents of the frames of one direction. */
export interface FrameSink {
  /** Bytes of a message, unmasked; valid only during the call. `last`: the message is complete. */
  onPayload(part: Uint8Array, message: MessageKind, last: boolean): void;
  /** A close frame; nothing follows it. `code` is `undefined` if the frame has none. */
  onCloseFrame(code: number | undefined): void;
}

/** The properties of a message that its first frame tells. */
export interface MessageKind {
  readonly text: boolean;
  readonly compressed: boolean;
}

const CONTINUATION = 0x0;
const TEXT = 0x1;
const BINARY = 0x2;
const CLOSE = 0x8;
const PONG = 0xa;

const MAX_HEADER_BYTES = 14;
const MAX_CONTROL_BYTES = 125;
const EMPTY = new Uint8Array(0);

/**
 * Reads the frames of one direction (https://www.rfc-editor.org/rfc/rfc6455#section-5.2) from chunks that are cut anywhere.
 * Keeps the header of one frame and the code of a close frame, and no payload.
 */
export class FrameReader {
  /** A frame did not follow the protocol; the rest of this direction is not read. */
  malformed: string | undefined = undefined;
  private readonly masked: boolean;
  private readonly compresses: boolean;
  private readonly sink: FrameSink;
  private readonly header = new Uint8Array(MAX_HEADER_BYTES);
  private headerSize = 0;
  /** The size of the header, as far as it is known. */
  private headerNeeds = 2;
  private inPayload = false;
  private opcode = 0;
  private final = false;
  private payloadSize = 0;
  private payloadRead = 0;
  /** The key of the frame: the last four bytes of its header. */
  private readonly key = new Uint8Array(4);
  private message: MessageKind | undefined = undefined;
  private closeCode = 0;
  private closed = false;

  /**
   * @param masked whether frames of this direction are masked, as those of clients are.
   * @param compresses whether messages may be compressed.
   */
  constructor(masked: boolean, compresses: boolean, sink: FrameSink) {
    this.masked = masked;
    this.compresses = compresses;
    this.sink = sink;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && !this.closed && this.malformed === undefined) {
      if (this.inPayload) {
        const end = Math.min(
          chunk.length,
          at + this.payloadSize - this.payloadRead
        );
        this.readPayload(
          at === 0 && end === chunk.length ? chunk : chunk.subarray(at, end)
        );
        at = end;
      } else {
        this.readHeader(chunk[at++] as number);
      }
    }
  }

  private readHeader(byte: number): void {
    const { header } = this;
    header[this.headerSize++] = byte;
    if (this.headerSize < this.headerNeeds) return;
    if (this.headerNeeds === 2) {
      this.readStart();
      if (this.malformed !== undefined || this.headerNeeds > 2) return;
    }
    this.beginPayload();
  }

  /** Reads the first two bytes, which say how long the header is. */
  private readStart(): void {
    const first = this.header[0] as number;
    const second = this.header[1] as number;
    this.final = (first & 0x80) !== 0;
    this.opcode = first & 0x0f;
    const size = second & 0x7f;
    const isMasked = (second & 0x80) !== 0;
    const isCompressed = (first & 0x40) !== 0;
    if ((first & 0x30) !== 0) return this.fail('reserved bits');
    if (isMasked !== this.masked) return this.fail('mask');
    if (this.opcode >= CLOSE) {
      if (this.opcode > PONG) return this.fail('opcode');
      if (isCompressed) return this.fail('reserved bits');
      if (!this.final || size > MAX_CONTROL_BYTES) {
        return this.fail('control frame');
      }
      if (this.opcode === CLOSE && size === 1) return this.fail('close frame');
    } else if (this.opcode === CONTINUATION) {
      if (this.message === undefined) return this.fail('continuation');
      if (isCompressed) return this.fail('reserved bits');
    } else {
      if (this.opcode > BINARY) return this.fail('opcode');
      if (this.message !== undefined) return this.fail('fragments');
      if (isCompressed && !this.compresses) return this.fail('reserved bits');
      this.message = { text: this.opcode === TEXT, compressed: isCompressed };
    }
    this.payloadSize = size;
    const extended = size === 126 ? 2 : size === 127 ? 8 : 0;
    this.headerNeeds = 2 + extended + (isMasked ? 4 : 0);
  }

  private beginPayload(): void {
    const { header, headerNeeds } = this;
    if (this.payloadSize >= 126) {
      const size = readSize(header, this.payloadSize === 126 ? 4 : 10);
      if (size > Number.MAX_SAFE_INTEGER) return this.fail('length');
      this.payloadSize = size;
    }
    if (this.masked) {
      for (let index = 0; index < 4; index++) {
        this.key[index] = header[headerNeeds - 4 + index] as number;
      }
    }
    this.headerSize = 0;
    this.headerNeeds = 2;
    this.payloadRead = 0;
    this.inPayload = true;
    if (this.payloadSize === 0) this.readPayload(EMPTY);
  }

  /** Reads bytes that belong to the payload of this frame. */
  private readPayload(part: Uint8Array): void {
    const offset = this.payloadRead;
    this.payloadRead += part.length;
    const isWhole = this.payloadRead === this.payloadSize;
    if (isWhole) this.inPayload = false;
    if (this.opcode >= CLOSE) this.readControl(part, offset, isWhole);
    else this.readData(part, offset, isWhole && this.final);
  }

  private readData(part: Uint8Array, offset: number, last: boolean): void {
    const { message, sink } = this;
    if (message === undefined) return;
    if (last) this.message = undefined;
    if (part.length === 0 && !last) return;
    if (!this.masked || part.length === 0) {
      sink.onPayload(part, message, last);
      return;
    }
    unmask(part, this.key, offset, (piece, isLastPiece) =>
      sink.onPayload(piece, message, last && isLastPiece)
    );
  }

  private readControl(part: Uint8Array, offset: number, whole: boolean): void {
    if (this.opcode !== CLOSE) return;
    for (let at = 0; at < part.length && offset + at < 2; at++) {
      const key = this.masked ? (this.key[offset + at] as number) : 0;
      this.closeCode = this.closeCode * 256 + ((part[at] as number) ^ key);
    }
    if (!whole) return;
    this.closed = true;
    this.sink.onCloseFrame(this.payloadSize === 0 ? undefined : this.closeCode);
  }

  private fail(reason: string): void {
    this.malformed = reason;
  }
}

/** Reads the extended length, which ends before `end`. A number of more than 53 bits is no longer exact. */
function readSize(header: Uint8Array, end: number): number {
  let size = 0;
  for (let index = 2; index < end; index++) {
    size = size * 256 + (header[index] as number);
  }
  return size;
}
