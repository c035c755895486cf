// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { bold } from '../demo/paint.mjs';

/** Exports are cumulative, and most repeat what the one before has said. */
const said = new Map();

/**
 * Prints how many measurements each GenAI histogram of a process has, if that has changed.
 *
 * @param {import('../demo/receiver.mjs').Histogram[]} histograms
 */
export function printCounts(histograms) {
  const ours = histograms.filter(({ name }) => name.startsWith('gen_ai.'));
  for (const { service, instance, name, count, bounds } of ours) {
    const series = `${service} ${instance} ${name}`;
    if (said.get(series) === count) continue;
    const process_ = `${service} ${instance?.slice(0, 8) ?? ''}`.trim();
    if (![...said.keys()].some(one => one.startsWith(`${service} ${instance}`)))
      console.log(`\n${bold(process_)}`);
    said.set(series, count);
    console.log(`${name}: ${count} (up to ${bounds.join(' ')})`);
  }
}
