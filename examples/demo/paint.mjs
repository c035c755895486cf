// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Colours only where somebody looks, and only if they like them (https://no-color.org). */
const colours = process.stdout.isTTY === true && !process.env.NO_COLOR;

const paint = code => text =>
  colours ? `\u001b[${code}m${text}\u001b[0m` : String(text);

export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const cyan = paint(36);

/** Everything the demo prints fits in this many columns. */
export const WIDTH = 100;

/** A heading with a line to the right edge. */
export function heading(text) {
  return `\n${bold(text)} ${dim('─'.repeat(WIDTH - text.length - 1))}\n`;
}

/** Milliseconds for people: three digits that matter. */
export function duration(milliseconds) {
  if (milliseconds === undefined || Number.isNaN(milliseconds)) return '-';
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/** Words on as few lines as have room for them. */
export function wrap(words, separator, width) {
  const lines = [];
  for (const word of words) {
    const joined = `${lines.at(-1)}${separator}${word}`;
    if (lines.length === 0 || joined.length > width) lines.push(word);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}
