// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { WIDTH, cyan, dim, heading, wrap } from './paint.mjs';
import { readHistogram } from './prometheus.mjs';

const histograms = [
  'gen_ai_client_operation_duration',
  'gen_ai_client_operation_time_to_first_chunk',
  'gen_ai_client_token_usage',
];

/** Labels that every series has and that say nothing here. */
const hidden = /^(otel_scope_|server_|le$)/;

/** Prints the busiest series of each histogram, with the buckets that anything fell in. */
export function printMetrics(page, url) {
  console.log(heading(`Metrics: from ${url}`));
  for (const name of histograms) {
    const series = readHistogram(page, name);
    const busiest = series
      .filter(({ labels }) => labels.gen_ai_token_type !== 'input')
      .toSorted((one, other) => other.count - one.count)[0];
    if (busiest === undefined) {
      console.log(`${name}: no series\n`);
      continue;
    }
    printSeries(name, busiest);
    console.log(dim(`# and ${series.length - 1} more series of it\n`));
  }
}

function printSeries(name, { labels, buckets, sum, count }) {
  const named = Object.entries(labels)
    .filter(([label]) => !hidden.test(label))
    .map(([label, value]) => `${label}="${value}"`);
  for (const line of wrap(named, ',', WIDTH - 8)) {
    console.log(dim(`# … = ${line}`));
  }

  const from = Math.max(0, buckets.findIndex(bucket => bucket.count > 0) - 1);
  const upTo = buckets.findIndex(bucket => bucket.count === count);
  for (const { le, count: below } of buckets.slice(from, upTo + 1)) {
    const bound = le === Infinity ? '+Inf' : le;
    printLine(`${name}_bucket{…,le="${bound}"}`, below);
  }
  if (upTo < buckets.length - 2) console.log(dim('…'));
  if (upTo < buckets.length - 1) {
    printLine(`${name}_bucket{…,le="+Inf"}`, buckets.at(-1).count);
  }
  printLine(`${name}_sum{…}`, Number(sum.toFixed(4)));
  printLine(`${name}_count{…}`, count);
}

function printLine(name, value) {
  console.log(`${cyan(name)} ${value}`);
}
