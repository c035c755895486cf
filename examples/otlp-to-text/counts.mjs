// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { bold } from '../demo/paint.mjs';

/** Exports are cumulative, and most repeat what the one before has said. By process and name. */
const said = new Map();

/**
 * Prints how many measurements each GenAI histogram of a process has, if that has changed.
 *
 * @param {import('../demo/receiver.mjs').Histogram[]} histograms
 */
export function printCounts(histograms) {
  let heading;
  for (const { service, instance, name, count, bounds } of histograms) {
    if (!name.startsWith('gen_ai.')) continue;
    const from = `${service} ${instance?.slice(0, 8) ?? ''}`.trim();
    // Without an instance it may be another process, which has counted as far.
    if (instance !== undefined && said.get(`${from} ${name}`) === count) {
      continue;
    }
    said.set(`${from} ${name}`, count);
    if (heading !== from) console.log(`\n${bold(from)}`);
    heading = from;
    console.log(`${name}: ${count} (up to ${bounds.join(' ')})`);
  }
}
