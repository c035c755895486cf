// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** One histogram series: its labels, its sum and count, its buckets with their cumulative counts. */
/** @typedef {{ labels: Record<string, string>, sum: number, count: number,
 *   buckets: { le: number, count: number }[] }} Histogram */

/**
 * Reads the series of one histogram from the text of a `/metrics` page.
 *
 * @param {string} page
 * @param {string} name
 * @returns {Histogram[]}
 */
export function readHistogram(page, name) {
  /** @type {Map<string, Histogram>} */
  const series = new Map();
  const line = /^(\w+?)_(bucket|sum|count)\{(.*)\} (\S+)/;
  for (const text of page.split('\n')) {
    const [, found, part, labelText, value] = line.exec(text) ?? [];
    if (found !== name) continue;
    const { le, ...labels } = readLabels(labelText);
    const key = JSON.stringify(labels);
    const histogram = series.get(key) ?? {
      labels,
      sum: 0,
      count: 0,
      buckets: [],
    };
    series.set(key, histogram);
    if (part === 'bucket') {
      const bound = le === '+Inf' ? Infinity : Number(le);
      histogram.buckets.push({ le: bound, count: Number(value) });
    } else {
      histogram[part] = Number(value);
    }
  }
  return [...series.values()];
}

/** Series with the same value of the label, or of what `keyOf` makes of the labels. */
export function groupBy(histograms, keyOf) {
  const groups = new Map();
  for (const histogram of histograms) {
    const key = keyOf(histogram.labels);
    groups.set(key, [...(groups.get(key) ?? []), histogram]);
  }
  return groups;
}

/** All series as one, as `sum by (le)` does it. */
export function sumOf(histograms) {
  const [first, ...others] = histograms;
  if (first === undefined) return { sum: 0, count: 0, buckets: [] };
  return others.reduce(
    (all, { sum, count, buckets }) => ({
      sum: all.sum + sum,
      count: all.count + count,
      buckets: all.buckets.map((bucket, index) => ({
        le: bucket.le,
        count: bucket.count + buckets[index].count,
      })),
    }),
    first
  );
}

/**
 * `histogram_quantile` of Prometheus: linear between the bounds of the bucket in which the rank falls; the largest
 * finite bound when it falls in the last one.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
 */
export function quantile(fraction, { buckets, count }) {
  if (count === 0) return NaN;
  const rank = fraction * count;
  const index = buckets.findIndex(bucket => bucket.count >= rank);
  const { le, count: upTo } = buckets[index];
  const lower = buckets[index - 1] ?? { le: 0, count: 0 };
  if (le === Infinity) return lower.le;
  if (upTo === lower.count) return le;
  const within = (rank - lower.count) / (upTo - lower.count);
  return lower.le + (le - lower.le) * within;
}

function readLabels(text) {
  const labels = {};
  for (const [, name, value] of text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
    labels[name] = value.replace(/\\(.)/g, (_, c) => (c === 'n' ? '\n' : c));
  }
  return labels;
}
