// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** The type of a header whose value is a text. */
const TEXT = 7;

/** One header of a message: a length of one byte, the name, the type, and what the type wants. */
export function header(name: string, type: number, value: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([Buffer.byteLength(name)]),
    Buffer.from(name),
    Buffer.from([type]),
    value,
  ]);
}

/** A value with its length before it. */
export function sized(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A message of given headers, as https://smithy.io/2.0/aws/amazon-eventstream.html draws it. */
export function message(headers: Buffer, payload: string | Buffer): Buffer {
  const bytes = Buffer.from(payload as string);
  const frame = Buffer.alloc(16 + headers.length + bytes.length);
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt32BE(headers.length, 4);
  frame.writeUInt32BE(checksum(frame.subarray(0, 8)), 8);
  headers.copy(frame, 12);
  bytes.copy(frame, 12 + headers.length);
  const end = frame.length - 4;
  frame.writeUInt32BE(checksum(frame.subarray(0, end)), end);
  return frame;
}

/** A message whose headers are all texts. */
export function textMessage(
  headers: Readonly<Record<string, string>>,
  payload: string | Buffer
): Buffer {
  return message(
    Buffer.concat(
      Object.entries(headers).map(([name, value]) =>
        header(name, TEXT, sized(value))
      )
    ),
    payload
  );
}

/** What Bedrock sends of an answer. */
export function eventMessage(type: string, payload: unknown): Buffer {
  return textMessage(
    {
      ':event-type': type,
      ':content-type': 'application/json',
      ':message-type': 'event',
    },
    JSON.stringify(payload)
  );
}

/** What Bedrock sends when it fails in the middle. */
export function exceptionMessage(type: string, payload: unknown): Buffer {
  return textMessage(
    {
      ':exception-type': type,
      ':content-type': 'application/json',
      ':message-type': 'exception',
    },
    JSON.stringify(payload)
  );
}

/** CRC-32 of ISO 3309, bit by bit. */
export function checksum(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return ~crc >>> 0;
}
