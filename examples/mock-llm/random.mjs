// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A small seeded generator (mulberry32): the same words give the same numbers on every machine, so that a run
 * of the mock can be repeated, whatever arrives in parallel.
 *
 * @param {...(string | number)} words
 * @returns {() => number} numbers from 0 up to, not including, 1
 */
export function seededRandom(...words) {
  let state = hash(words.join('\0'));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A log-normal factor around 1: most answers near the median, a few much slower, as with real providers. */
export function logNormal(random, sigma) {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return Math.exp(sigma * radius * Math.cos(2 * Math.PI * random()));
}

/** A name of the form that providers give: `prefix` and hexadecimal digits. */
export function randomId(random, prefix, length = 24) {
  let id = prefix;
  while (id.length < prefix.length + length) {
    id += Math.floor(random() * 16).toString(16);
  }
  return id;
}

/** FNV-1a. */
function hash(text) {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}
