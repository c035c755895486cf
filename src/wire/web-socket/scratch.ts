// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Size of one buffer; a multiple of 4. */
const SCRATCH_BYTES = 16 * 1024;

/** Memory for bytes that are needed only during one call. */
export interface Scratch {
  readonly bytes: Uint8Array;
  /** The same memory as numbers of 32 bits; with a sign, since V8 keeps those in registers. */
  readonly words: Int32Array;
}

/** Buffers that nobody uses now. There are as many as uses are nested, for all connections together. */
const unused: Scratch[] = [];

/** Lends a buffer to `use`. A nested use gets another one. */
export function withScratch<T>(use: (scratch: Scratch) => T): T {
  const scratch = unused.pop() ?? newScratch();
  try {
    return use(scratch);
  } finally {
    unused.push(scratch);
  }
}

function newScratch(): Scratch {
  const memory = new ArrayBuffer(SCRATCH_BYTES);
  return { bytes: new Uint8Array(memory), words: new Int32Array(memory) };
}
