// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Quote, brackets and braces: between them JSON has only numbers, literals, commas, colons and blanks. */
const STRUCTURE = [0x22, 0x5b, 0x5d, 0x7b, 0x7d];
/** Characters that are closer than this are found faster by a loop than by five searches. */
const NEAR = 64;

/** Finds quotes, brackets and braces outside of strings, in one chunk after the other. */
export class StructureFinder {
  /** Index of the next one of each character; searched again only when it was passed. */
  readonly #next = [-1, -1, -1, -1, -1];

  /** Call when a new chunk begins. */
  reset(): void {
    this.#next.fill(-1);
  }

  /** Index of the first of them from `from` on; the chunk's length when there is none. */
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
