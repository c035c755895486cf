// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { JsonMembers } from './members.ts';
import type { JsonScanner } from './scanner.ts';
import type { PayloadBounds } from './strings.ts';

/** Number of UTF-16 units that always fit into the buffer as UTF-8. */
const SLICE_LENGTH = 64 * 1024;
const encoder = new TextEncoder();
let encoded: Buffer | undefined;

/**
 * Reads only the wanted members of a JSON object ({@link JsonMembers}).
 *
 * @param bounds limits of members with content
 */
export function selectMembers(
  source: string | Uint8Array,
  wanted: ReadonlySet<string>,
  bounds?: PayloadBounds
): Record<string, unknown> {
  const members = new JsonMembers(wanted, bounds);
  scan(members, source);
  return members.end();
}

/** Splits a text or its bytes into slices; a text is encoded into one reused buffer. */
export function scan(
  scanner: Pick<JsonScanner, 'push'>,
  source: string | Uint8Array
): void {
  if (typeof source !== 'string') {
    if (!ArrayBuffer.isView(source)) return;
    scanner.push(
      Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    );
    return;
  }
  encoded ??= Buffer.allocUnsafeSlow(3 * SLICE_LENGTH);
  for (let at = 0; at < source.length;) {
    let end = Math.min(source.length, at + SLICE_LENGTH);
    // Do not split a surrogate pair.
    if (
      end < source.length &&
      (source.charCodeAt(end - 1) & 0xfc00) === 0xd800
    ) {
      end--;
    }
    const { written } = encoder.encodeInto(source.slice(at, end), encoded);
    scanner.push(encoded.subarray(0, written));
    at = end;
  }
}
