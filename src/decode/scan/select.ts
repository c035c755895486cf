// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { JsonMembers } from './members.ts';
import type { JsonScanner } from './scanner.ts';
import type { PayloadBounds } from './strings.ts';

/** So many UTF-16 units fit as UTF-8 into the buffer, whatever they are. */
const SLICE_LENGTH = 64 * 1024;
const encoder = new TextEncoder();
let encoded: Buffer | undefined;

/**
 * Reads the wanted members of a JSON object, and nothing else of it ({@link JsonMembers}).
 *
 * @param bounds of members that hold content
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

/** Takes a text or its bytes in slices; a text is encoded into one buffer that is used again. */
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
    // Not between the halves of a surrogate pair
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
