// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Headers of one message of an AWS event stream. */
export interface EventHead {
  /** The message reports a failure. */
  readonly failed: boolean;
  /** The JSON text of the message up to its payload. */
  readonly opening: Buffer;
}

/** Length of a header's value by its type; `undefined` if two bytes before the value contain the length. */
const VALUE_BYTES: readonly (number | undefined)[] = [
  0,
  0,
  1,
  2,
  4,
  8,
  undefined,
  undefined,
  8,
  16,
];
const TEXT = 7;
/** The headers of a message almost always equal those of the previous one, so they are compared before they are parsed. */
const MAX_REMEMBERED_BYTES = 512;

/** Reads the headers of consecutive messages. */
export class HeadReader {
  readonly #remembered = Buffer.allocUnsafeSlow(MAX_REMEMBERED_BYTES);
  #length = -1;
  #head: EventHead | undefined;

  /** `undefined` if the headers cannot be read, or do not give the type of the message. */
  read(bytes: Buffer, start: number, end: number): EventHead | undefined {
    const length = end - start;
    if (
      length === this.#length &&
      bytes.compare(this.#remembered, 0, length, start, end) === 0
    ) {
      return this.#head;
    }
    const head = headOf(readHeaders(bytes, start, end));
    if (length <= MAX_REMEMBERED_BYTES) {
      bytes.copy(this.#remembered, 0, start, end);
      this.#length = length;
      this.#head = head;
    }
    return head;
  }
}

function headOf(headers: ReadonlyMap<string, string>): EventHead | undefined {
  const kind = headers.get(':message-type');
  if (kind === 'event') {
    return head('type', headers.get(':event-type') ?? '');
  }
  // `error` is the message type of errors that the service model does not define.
  if (kind === 'exception') {
    return head('exception', headers.get(':exception-type') ?? '');
  }
  if (kind === 'error') {
    return head('exception', headers.get(':error-code') ?? '');
  }
  return undefined;
}

function head(member: 'type' | 'exception', name: string): EventHead {
  return {
    failed: member === 'exception',
    opening: Buffer.from(`{"${member}":${JSON.stringify(name)},"payload":`),
  };
}

/** The headers with text values; empty if they do not fill their section exactly. */
function readHeaders(
  bytes: Buffer,
  start: number,
  end: number
): Map<string, string> {
  const headers = new Map<string, string>();
  let position = start;
  while (position < end) {
    const name = position + 1;
    const afterName = name + (bytes[position] as number);
    if (afterName >= end) return new Map();
    const type = bytes[afterName] as number;
    let value = afterName + 1;
    let length = VALUE_BYTES[type];
    if (length === undefined) {
      if (type >= VALUE_BYTES.length || value + 2 > end) return new Map();
      length = bytes.readUInt16BE(value);
      value += 2;
    }
    position = value + length;
    if (position > end) return new Map();
    if (type === TEXT) {
      headers.set(
        bytes.toString('utf8', name, afterName),
        bytes.toString('utf8', value, position)
      );
    }
  }
  return headers;
}
