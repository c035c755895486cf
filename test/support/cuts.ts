// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Chunks of random sizes, from a seed that makes the run repeatable. */
export function* randomChunks(
  bytes: Uint8Array,
  seed: number,
  largest: number
): Generator<Uint8Array> {
  let state = seed;
  for (let at = 0; at < bytes.length;) {
    // The generator of Lehmer, as in MINSTD.
    state = (state * 48_271) % 2_147_483_647;
    const size = 1 + (state % largest);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
