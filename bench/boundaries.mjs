// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// node bench/boundaries.mjs: how far off quantiles are that Prometheus reads off the boundaries that objectives give, over
// seven mixes of latencies, and the share under each threshold. Exact shares, or it fails.
import { register } from 'tsx/esm/api';

register();
const { boundariesOf } = await import('../src/slo/sli/boundaries.ts');
const { resolveObjectives } = await import('../src/slo/objectives/resolve.ts');
const { V1_41 } = await import('../src/semconv/v1.41.ts');
const { Random } = await import('../test/unit/slo/random.ts');

const SAMPLES = 400_000;
const QUANTILES = [0.5, 0.95, 0.99];
const random = new Random(42);

const normal = () =>
  Math.sqrt(-2 * Math.log(1 - random.next())) *
  Math.cos(2 * Math.PI * random.next());
/** Log-normal around a median, no longer than five minutes. */
const around = (median, spread) => () =>
  Math.min(300, median * Math.exp(spread * normal()));
const mixed =
  (...parts) =>
  () => {
    let left = random.next();
    const [, draw] =
      parts.find(([share]) => (left -= share) < 0) ?? parts.at(-1);
    return draw();
  };

/** What is called, and how long it takes. */
const MIXES = [
  ['short answers', 'duration', around(1.2, 0.6)],
  ['long answers', 'duration', around(8, 0.7)],
  [
    'several models',
    'duration',
    mixed(
      [0.7, around(0.6, 0.5)],
      [0.25, around(8, 0.7)],
      [0.05, around(45, 0.6)]
    ),
  ],
  ['reasoning', 'duration', around(35, 0.8)],
  ['cached or local', 'duration', around(0.06, 0.6)],
  [
    'first chunks',
    'time_to_first_chunk',
    mixed([0.97, around(0.45, 0.5)], [0.03, around(4, 0.5)]),
  ],
  [
    'further chunks',
    'time_per_output_chunk',
    mixed([0.99, around(0.025, 0.6)], [0.01, around(0.8, 0.7)]),
  ],
];

const THRESHOLDS = {
  duration: [2, 5, 10, 30],
  time_to_first_chunk: [0.5, 1, 2],
  time_per_output_chunk: [0.05, 0.1],
};

const objectives = precision =>
  resolveObjectives({
    service: 'bench',
    precision,
    objectives: Object.entries(THRESHOLDS).flatMap(([metric, thresholds]) =>
      thresholds.map(threshold => ({
        name: `${metric}-${threshold}`,
        kind: 'latency',
        metric,
        threshold,
        target: 99,
      }))
    ),
  });

const convention = Object.fromEntries(
  Object.keys(THRESHOLDS).map(metric => [
    metric,
    V1_41.metrics.find(({ name }) => name.endsWith(`.${metric}`)).boundaries,
  ])
);
const layouts = {
  convention,
  standard: boundariesOf(objectives('standard')),
  high: boundariesOf(objectives('high')),
};

const errors = Object.fromEntries(
  Object.keys(layouts).map(name => [name, { quantiles: [], shares: [] }])
);
for (const [, metric, draw] of MIXES) {
  const sorted = Float64Array.from({ length: SAMPLES }, draw).sort();
  for (const [name, layout] of Object.entries(layouts)) {
    const boundaries = layout[metric];
    const within = boundaries.map(boundary => countUpTo(sorted, boundary));
    for (const quantile of QUANTILES) {
      const truth = sorted[Math.ceil(quantile * SAMPLES) - 1];
      const read = readQuantile(quantile, boundaries, within);
      errors[name].quantiles.push(Math.abs(read / truth - 1));
    }
    for (const threshold of THRESHOLDS[metric]) {
      const share = readShare(threshold, boundaries, within);
      const truth = countUpTo(sorted, threshold) / SAMPLES;
      errors[name].shares.push(Math.abs(share - truth));
    }
  }
}

console.log(
  `Quantiles of ${MIXES.length} mixes of ${SAMPLES} latencies, P50, P95 and P99:`
);
for (const [name, { quantiles, shares }] of Object.entries(errors)) {
  const mean =
    quantiles.reduce((sum, error) => sum + error, 0) / quantiles.length;
  const percent = value => `${(100 * value).toFixed(1)} %`;
  console.log(
    `${name.padEnd(12)} mean error ${percent(mean)}, worst ${percent(Math.max(...quantiles))}; ` +
      `share under a threshold off by ${percent(Math.max(...shares))} at most; ` +
      `boundaries ${Object.values(layouts[name])
        .map(({ length }) => length)
        .join(', ')}`
  );
  if (name !== 'convention' && Math.max(...shares) !== 0) process.exitCode = 1;
}

function countUpTo(sorted, limit) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** As histogram_quantile() does: even within a bucket, and the last boundary for all beyond it. */
function readQuantile(quantile, boundaries, within) {
  const rank = quantile * SAMPLES;
  const index = within.findIndex(count => count >= rank);
  if (index === -1) return boundaries.at(-1);
  const [from, below] =
    index === 0 ? [0, 0] : [boundaries[index - 1], within[index - 1]];
  return (
    from +
    ((boundaries[index] - from) * (rank - below)) / (within[index] - below)
  );
}

/** The boundary if there is one, else even within the bucket. */
function readShare(threshold, boundaries, within) {
  const index = boundaries.findIndex(boundary => boundary >= threshold);
  if (boundaries[index] === threshold) return within[index] / SAMPLES;
  const [from, below] =
    index === 0 ? [0, 0] : [boundaries[index - 1], within[index - 1]];
  const part = (threshold - from) / (boundaries[index] - from);
  return (below + (within[index] - below) * part) / SAMPLES;
}
