// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import * as zlib from 'node:zlib';
import { withScratch } from './scratch.ts';

/** The end of each message, which is not sent (https://www.rfc-editor.org/rfc/rfc7692#section-7.2.2). */
const TAIL = new Uint8Array([0x00, 0x00, 0xff, 0xff]);

/** A message is read up to this size, or up to `MAX_RATIO` times the bytes that were sent for it. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_RATIO = 100;

/**
 * The part of a zlib stream that Node's own `inflateRawSync` uses. It is undocumented; documented functions inflate either
 * later, or only whole streams.
 */
interface InflateHandle {
  onerror(): void;
  reset(): void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputOffset: number,
    inputSize: number,
    output: Uint8Array,
    outputOffset: number,
    outputSize: number
  ): void;
}

interface InflateStream {
  readonly _handle: InflateHandle | null;
  /** Bytes left after a write: of the output buffer, and of the input. */
  readonly _writeState: Uint32Array;
  close(): void;
}

/**
 * Inflates the messages of one direction as they come, with the memory that zlib needs and no more
 * (`permessage-deflate`, https://www.rfc-editor.org/rfc/rfc7692).
 */
export class Inflater {
  /** The reason why the data cannot be inflated; nothing more can then be read. */
  failed: string | undefined = undefined;
  private readonly keepsContext: boolean;
  private readonly stream = zlib.createInflateRaw() as unknown as InflateStream;
  private readonly handle: InflateHandle;
  /** The deflate stream has ended: the rest of the message is nothing, and the next one begins anew. */
  private ended = false;
  private inputSize = 0;
  private outputSize = 0;

  /** @param keepsContext whether a message may refer to bytes of messages before it. */
  constructor(keepsContext: boolean) {
    this.keepsContext = keepsContext;
    const { _handle: handle } = this.stream;
    if (typeof handle?.writeSync !== 'function') {
      throw new Error('this version of Node.js cannot inflate synchronously');
    }
    this.handle = handle;
    handle.onerror = () => {
      this.failed = 'corrupt data';
    };
  }

  /**
   * Passes the inflated bytes of a part to `use`, in pieces that are valid only during the call.
   *
   * @param last the message is complete, so the last piece is passed as the last one; it may be empty.
   */
  push(
    part: Uint8Array,
    last: boolean,
    use: (piece: Uint8Array, last: boolean) => void
  ): void {
    withScratch(({ bytes }) => {
      this.inputSize += part.length;
      let filled = this.write(part, bytes, 0, use);
      if (last) filled = this.write(TAIL, bytes, filled, use);
      if (this.failed !== undefined) return;
      if (filled > 0 || last) use(bytes.subarray(0, filled), last);
      if (!last) return;
      this.inputSize = this.outputSize = 0;
      if (this.ended || !this.keepsContext) this.handle.reset();
      this.ended = false;
    });
  }

  /** Releases the memory of zlib. */
  close(): void {
    this.failed ??= 'closed';
    this.stream.close();
  }

  /** @returns how many bytes of `output` are filled and not yet used. */
  private write(
    input: Uint8Array,
    output: Uint8Array,
    filled: number,
    use: (piece: Uint8Array, last: boolean) => void
  ): number {
    const { _writeState: state } = this.stream;
    let left = input.length;
    let free = output.length - filled;
    while (this.failed === undefined && input.length > 0 && !this.ended) {
      const before = free;
      this.handle.writeSync(
        zlib.constants.Z_SYNC_FLUSH,
        input,
        input.length - left,
        left,
        output,
        output.length - free,
        free
      );
      // On an error, the state is that of the write before.
      if (this.failed !== undefined) return 0;
      free = state[0] as number;
      left = state[1] as number;
      this.outputSize += before - free;
      if (this.isBomb()) {
        this.failed = 'too much data';
        return 0;
      }
      if (free > 0) {
        // The deflate stream has ended within the message.
        if (left > 0) this.ended = true;
        break;
      }
      use(output, false);
      free = output.length;
    }
    return output.length - free;
  }

  private isBomb(): boolean {
    const { inputSize, outputSize } = this;
    return outputSize > MAX_BYTES && outputSize > MAX_RATIO * inputSize;
  }
}
