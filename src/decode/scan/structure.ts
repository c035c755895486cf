// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Quote, brackets and braces: between them, JSON has only numbers, literals, commas, colons and white space. */
const STRUCTURE = [0x22, 0x5b, 0x5d, 0x7b, 0x7d];
/** Within this distance, a loop finds the next character faster than five searches. */
const NEAR = 64;

/** Finds quotes, brackets and braces outside of strings, chunk by chunk. */
export class StructureFinder {
  /** Next index of each character; searched again only after it was passed. */
  readonly #next = [-1, -1, -1, -1, -1];

  /** Call when a new chunk begins. */
  reset(): void {
    this.#next.fill(-1);
  }

  /** Index of the first of them from `from` on; the chunk's length if there is none. */
  find(bytes: Buffer, from: number): number {
    const length = bytes.length;
    const near = from + NEAR < length ? from + NEAR : length;
    for (let at = from; at < near; at++) {
      const code = bytes[at] as number;
      if (code === 0x22) return at;
      if (code > 0x5a && ((code | 0x20) === 0x7b || (code | 0x20) === 0x7d)) {
        return at;
      }
    }
    let first = length;
    if (near < length) {
      for (let index = 0; index < STRUCTURE.length; index++) {
        let at = this.#next[index] as number;
        if (at < near) {
          at = bytes.indexOf(STRUCTURE[index] as number, near);
          if (at === -1) at = length;
          this.#next[index] = at;
        }
        if (at < first) first = at;
      }
    }
    return first;
  }
}
