// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createDecoder } from '../../../src/decode/decoder.ts';
import type {
  DecodedBody,
  DecoderOptions,
} from '../../../src/decode/reader.ts';

export const SLICES = [1, 7, 64, Infinity];

export const SSE_OPTIONS: DecoderOptions = {
  contentType: 'text/event-stream',
  contentEncoding: undefined,
  maxBodyBytes: 4 * 1024 * 1024,
  everyEvent: false,
  readEvery: false,
  early: { onEvent() {} },
};

export interface Replayed extends DecodedBody {
  /** Sum of what `push` returned. */
  readonly counted: number;
  /** Those that could not wait for the end first. */
  readonly values: readonly unknown[];
}

/** Sends a body in slices, each in a buffer of its own that is written over as soon as it was pushed. */
export function replay(
  body: string | Uint8Array,
  options: Partial<DecoderOptions> = {},
  slice: number | (() => number) = Infinity
): Replayed {
  const early: unknown[] = [];
  const decoder = createDecoder({
    ...SSE_OPTIONS,
    ...options,
    early: { onEvent: event => early.push(event) },
  });
  const bytes = Buffer.from(body);
  let counted = 0;
  for (let at = 0; at < bytes.length;) {
    const size = typeof slice === 'number' ? slice : slice();
    const chunk = Uint8Array.prototype.slice.call(bytes, at, at + size);
    counted += decoder.push(chunk);
    chunk.fill(0x0a);
    at += size;
  }
  const decoded = decoder.end();
  return { counted, ...decoded, values: [...early, ...decoded.values] };
}

/** `count` events like those of a chat, numbered from 0. */
export function numbered(count: number): { index: number; text: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    text: `wörd ${index} 😀 "quoted" \\ data: {`,
  }));
}

export function asSse(events: readonly unknown[], lineEnd = '\n'): string {
  return events
    .map(event => `data: ${JSON.stringify(event)}${lineEnd}${lineEnd}`)
    .join('');
}

/** Events that are kept: the first, the last eight, and of those between the last with a usage. */
export function firstAndLast<T>(events: readonly T[]): T[] {
  const between = events.slice(1, Math.max(1, events.length - 8));
  const withUsage = between.filter(event => hasUsage(event)).slice(-1);
  return [...events.slice(0, 1), ...withUsage, ...events.slice(1).slice(-8)];
}

/** Whole numbers in [0, bound), the same for the same seed (Numerical Recipes' generator). */
export function randomFrom(seed: number): (bound: number) => number {
  let state = seed >>> 0;
  return bound => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** Of an event, or of its text. */
function hasUsage(event: unknown): boolean {
  const text = typeof event === 'string' ? event : JSON.stringify(event);
  return text.includes('"usage":{');
}
