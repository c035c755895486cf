// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { deepStrictEqual as equal } from 'node:assert/strict';

export const ended = { 'ends by itself': ({ code }) => equal(code, 0) };

/** What was recorded of each operation, oldest first: its attempts, with what their spans say of them. */
export function operationsOf({ spans }) {
  return ordered(spans.filter(({ name }) => name === 'answer-question')).map(
    ({ id }) =>
      ordered(spans.filter(({ parent }) => parent === id)).map(
        ({ name, attributes }) =>
          [
            name,
            attributes['http.request.resend_count'],
            attributes['error.type'],
          ]
            .filter(value => value !== undefined)
            .join(' ')
      )
  );
}

/** Values of a metric, by the attribute that tells its series apart; of a histogram the counts. */
export function seriesOf({ points }, metric, attribute) {
  const series = {};
  for (const { name, attributes, value } of points) {
    if (name !== metric) continue;
    const key = attributes[attribute] ?? '';
    series[key] = (series[key] ?? 0) + (value.count ?? value);
  }
  return series;
}

/** Events of one objective by outcome: what its error budget is made of. */
export function budgetOf({ points }, objective) {
  const ours = points.filter(({ attributes }) => attributes.slo === objective);
  return seriesOf({ points: ours }, 'genai.slo.events', 'outcome');
}

/** How many requests of each model came to the mock. */
export function attemptsOf({ requests }) {
  const counts = {};
  for (const { model } of requests) counts[model] = (counts[model] ?? 0) + 1;
  return counts;
}

/** Lines that an example printed, before its telemetry. */
export function linesOf({ output }) {
  return output.split('\n\nspans')[0].split('\n');
}

function ordered(spans) {
  return spans.toSorted((one, other) => one.startMs - other.startMs);
}
