// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { crc32 } from 'node:zlib';

/**
 * One frame of an AWS event stream: lengths, a checksum of them, headers, payload, a checksum of it all.
 *
 * @param {Record<string, string>} headers
 * @param {unknown} payload
 * @see https://docs.aws.amazon.com/transcribe/latest/dg/event-stream.html
 */
export function frame(headers, payload) {
  const head = Buffer.concat(Object.entries(headers).map(header));
  const body = Buffer.from(JSON.stringify(payload));
  const bytes = Buffer.alloc(12 + head.length + body.length + 4);
  bytes.writeUInt32BE(bytes.length, 0);
  bytes.writeUInt32BE(head.length, 4);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
  head.copy(bytes, 12);
  body.copy(bytes, 12 + head.length);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), bytes.length - 4);
  return bytes;
}

/** Type 7 is a string. */
function header([name, value]) {
  const key = Buffer.from(name);
  const text = Buffer.from(value);
  const bytes = Buffer.alloc(1 + key.length + 3 + text.length);
  bytes.writeUInt8(key.length, 0);
  key.copy(bytes, 1);
  bytes.writeUInt8(7, 1 + key.length);
  bytes.writeUInt16BE(text.length, 2 + key.length);
  text.copy(bytes, 4 + key.length);
  return bytes;
}
