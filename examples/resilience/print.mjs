// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** Attributes that tell how resilient a call was. */
const shown = [
  'http.request.resend_count',
  'http.response.status_code',
  'error.type',
];

const shownMetrics = [
  'gen_ai.client.operation.duration',
  'genai.client.retry_after',
  'genai.client.ratelimit.remaining',
];

/** Prints what a process has recorded: trees of spans, the metrics of this example, and the error budget. */
export function printTelemetry({ spans, points }) {
  console.log('\nspans');
  const known = new Set(spans.map(({ id }) => id));
  const roots = spans.filter(({ parent }) => !known.has(parent));
  for (const root of inOrder(roots)) printSpan(spans, root, '', '');

  const metrics = points.filter(({ name }) => shownMetrics.includes(name));
  if (metrics.length > 0) console.log('\nmetrics');
  for (const name of shownMetrics) {
    for (const point of metrics.filter(one => one.name === name)) {
      console.log(`${name} ${labels(point.attributes)} ${amount(point.value)}`);
    }
  }
  printBudget(points.filter(({ name }) => name === 'genai.slo.events'));
}

function printSpan(spans, span, first, rest) {
  const told = shown
    .filter(name => span.attributes[name] !== undefined)
    .map(name => `${name}=${span.attributes[name]}`);
  console.log([first + span.name, ...told].join('  '));
  const below = inOrder(spans.filter(({ parent }) => parent === span.id));
  for (const [index, child] of below.entries()) {
    const last = index === below.length - 1;
    const [mark, bar] = last ? ['└─ ', '   '] : ['├─ ', '│  '];
    printSpan(spans, child, rest + mark, rest + bar);
  }
}

/** One line for each objective: how many events were good, bad, or are of classes that do not count. */
function printBudget(points) {
  if (points.length > 0) console.log('\nerror budget');
  const rows = new Map();
  for (const { attributes, value } of points) {
    const row = rows.get(attributes.slo) ?? { good: 0, bad: 0, excluded: 0 };
    row[attributes.outcome] += value;
    rows.set(attributes.slo, row);
  }
  for (const [slo, { good, bad, excluded }] of rows) {
    const name = slo.padEnd(15);
    console.log(`${name}  ${good} good, ${bad} bad, ${excluded} excluded`);
  }
}

function labels(attributes) {
  return ['kind', 'error.type', 'gen_ai.request.model']
    .filter(name => attributes[name] !== undefined)
    .map(name => `${name}=${attributes[name]}`)
    .join(' ');
}

/** A histogram says how many there were; waits are told with their sum. */
function amount(value) {
  if (typeof value === 'number') return String(value);
  return `${value.count}×, ${value.sum.toFixed(3)} s together`;
}

function inOrder(spans) {
  return spans.toSorted((one, other) => one.startMs - other.startMs);
}
