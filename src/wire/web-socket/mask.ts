// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { withScratch } from './scratch.ts';

const turned = new Uint8Array(4);
const turnedWord = new Int32Array(turned.buffer);

/**
 * Passes the unmasked bytes of a part of a frame to `use`, in pieces that are valid only during the call. The part itself
 * belongs to the application and stays as it is.
 *
 * @param offset of the part in the payload of its frame.
 */
export function unmask(
  part: Uint8Array,
  key: Uint8Array,
  offset: number,
  use: (piece: Uint8Array, last: boolean) => void
): void {
  withScratch(({ bytes, words }) => {
    for (let at = 0; at < part.length; at += bytes.length) {
      const size = Math.min(bytes.length, part.length - at);
      bytes.set(size === part.length ? part : part.subarray(at, at + size));
      for (let index = 0; index < 4; index++) {
        turned[index] = key[(offset + at + index) & 3] as number;
      }
      const word = turnedWord[0] as number;
      const count = (size + 3) >>> 2;
      for (let index = 0; index < count; index++) {
        words[index] = (words[index] as number) ^ word;
      }
      use(bytes.subarray(0, size), at + size === part.length);
    }
  });
}
