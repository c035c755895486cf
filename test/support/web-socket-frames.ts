// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { constants, deflateRawSync } from 'node:zlib';

/** One frame as bytes. A field that is not given is that of a whole text message of a server. */
export interface Frame {
  readonly payload?: string | Uint8Array;
  readonly opcode?: number;
  readonly final?: boolean;
  /** The three reserved bits; the highest, 4, marks a compressed message. */
  readonly reserved?: number;
  readonly key?: readonly number[] | undefined;
  /** The length that the header claims, and in how many bytes. */
  readonly claims?: bigint;
  readonly lengthBytes?: 0 | 2 | 8;
}

export const opcodes = {
  continuation: 0,
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
};

export const someKey = [0x12, 0xfe, 0x00, 0x9c];

export function frame(given: Frame): Buffer {
  const { opcode = opcodes.text, final = true, reserved = 0, key } = given;
  const payload = Buffer.from(given.payload ?? '');
  const size = given.claims ?? BigInt(payload.length);
  const lengthBytes =
    given.lengthBytes ?? (size < 126n ? 0 : size < 65_536n ? 2 : 8);
  const head = Buffer.alloc(2 + lengthBytes);
  head[0] = (final ? 0x80 : 0) | (reserved << 4) | opcode;
  if (lengthBytes === 2) head.writeUInt16BE(Number(size), 2);
  if (lengthBytes === 8) head.writeBigUInt64BE(size, 2);
  head[1] = lengthBytes === 0 ? Number(size) : lengthBytes === 2 ? 126 : 127;
  if (key === undefined) return Buffer.concat([head, payload]);
  head[1] |= 0x80;
  const masked = payload.map((byte, index) => byte ^ (key[index & 3] ?? 0));
  return Buffer.concat([head, Buffer.from(key), masked]);
}

export function closeFrame(code?: number, reason = '', key?: number[]): Buffer {
  const payload = Buffer.alloc(code === undefined ? 0 : 2);
  if (code !== undefined) payload.writeUInt16BE(code);
  return frame({
    opcode: opcodes.close,
    payload: Buffer.concat([payload, Buffer.from(reason)]),
    key,
  });
}

/** The payload of a compressed message, without the tail that is not sent. `before`: messages that it may refer to. */
export function deflated(message: string | Uint8Array, before = ''): Buffer {
  const bytes = deflateRawSync(message, {
    finishFlush: constants.Z_SYNC_FLUSH,
    ...(before === '' ? {} : { dictionary: Buffer.from(before) }),
  });
  return bytes.subarray(0, -4);
}
