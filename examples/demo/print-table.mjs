// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { WIDTH, dim, duration, heading, red, wrap } from './paint.mjs';
import { groupBy, quantile, readHistogram, sumOf } from './prometheus.mjs';

const columns = [
  { title: 'provider', width: 9, left: true },
  { title: 'model', width: 24, left: true },
  { title: 'calls', width: 5 },
  { title: 'errors', width: 6 },
  { title: 'P50', width: 8 },
  { title: 'P95', width: 8 },
  { title: 'P99', width: 8 },
  { title: '1st chunk', width: 9 },
  { title: 'in', width: 6 },
  { title: 'out', width: 6 },
];

/** Prints one row for each provider and model, from the histograms alone: what a dashboard would show. */
export function printTable(page) {
  const durations = readHistogram(page, 'gen_ai_client_operation_duration');
  const firstChunks = readHistogram(
    page,
    'gen_ai_client_operation_time_to_first_chunk'
  );
  const tokens = readHistogram(page, 'gen_ai_client_token_usage');

  console.log(heading('Providers and models: from the histograms above'));
  console.log(dim(row(columns.map(({ title }) => title))));
  for (const [key, series] of [...groupBy(durations, keyOf)].toSorted()) {
    const mine = all => all.filter(({ labels }) => keyOf(labels) === key);
    const [provider, model] = key.split(' ');
    const all = sumOf(series);
    const failed = series.filter(({ labels }) => labels.error_type);
    const errors = sumOf(failed).count;
    const seconds = (fraction, histogram) =>
      duration(1000 * quantile(fraction, histogram));
    console.log(
      row([
        provider,
        model,
        all.count,
        errors || '-',
        seconds(0.5, all),
        seconds(0.95, all),
        seconds(0.99, all),
        seconds(0.5, sumOf(mine(firstChunks))),
        total(mine(tokens), 'input') || '-',
        total(mine(tokens), 'output') || '-',
      ])
    );
    for (const line of errorLines(failed)) console.log(red(line));
  }
  console.log(
    dim(
      '\nP50, P95, P99 and 1st chunk (P50) are estimates: linear within a bucket, as histogram_quantile of\n' +
        'Prometheus does it, over all calls, the failed ones too. Tokens are those that providers reported.'
    )
  );
}

const keyOf = labels =>
  `${labels.gen_ai_provider_name} ${labels.gen_ai_request_model ?? '-'}`;

/** Errors by type, most frequent first. */
function errorLines(failed) {
  const types = [...groupBy(failed, labels => labels.error_type)]
    .map(([type, series]) => [type, sumOf(series).count])
    .toSorted((one, other) => other[1] - one[1])
    .map(([type, count]) => `${type} ${count}`);
  const lines = wrap(types, ', ', WIDTH - 12);
  const last = lines.length - 1;
  return lines.map((line, index) => {
    const mark = index === 0 ? '└' : ' ';
    return `${' '.repeat(10)}${mark} ${line}${index < last ? ',' : ''}`;
  });
}

function total(tokens, type) {
  const ofType = tokens.filter(
    ({ labels }) => labels.gen_ai_token_type === type
  );
  return sumOf(ofType).sum;
}

function row(cells) {
  return cells
    .map((cell, index) => {
      const { width, left } = columns[index];
      const text = String(cell);
      return left ? text.padEnd(width) : text.padStart(width);
    })
    .join(' ');
}
