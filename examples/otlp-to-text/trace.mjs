// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { bold, dim, duration, red } from '../demo/paint.mjs';

/** Columns of a span's name with the blanks before it. */
const NAME = 32;

/** What tells most of a call, and in which words. */
const told = {
  'gen_ai.provider.name': value => value,
  'gen_ai.response.model': value => value,
  'gen_ai.usage.input_tokens': value => `${value} tokens in`,
  'gen_ai.usage.output_tokens': value => `${value} out`,
  'gen_ai.response.time_to_first_chunk': value =>
    `first chunk after ${duration(value * 1000)}`,
  'error.type': value => red(value),
};

/** @param {import('../demo/receiver.mjs').Span[]} spans of one trace */
export function printTrace(spans) {
  const services = new Set(spans.map(({ service }) => service));
  console.log(`\n${bold([...services].join(', '))}`);
  const known = new Set(spans.map(({ spanId }) => spanId));
  const tops = spans.filter(({ parentSpanId }) => !known.has(parentSpanId));
  printBelow(spans, tops, '');
}

function printBelow(spans, level, indent) {
  for (const span of level.toSorted((a, b) => a.startMs - b.startMs)) {
    const name = `${indent}${span.name}`.padEnd(NAME);
    const took = duration(span.endMs - span.startMs).padStart(8);
    console.log(`${name}${took}  ${dim(describe(span))}`.trimEnd());
    const children = spans.filter(
      ({ parentSpanId }) => parentSpanId === span.spanId
    );
    printBelow(spans, children, `${indent}  `);
  }
}

function describe({ attributes }) {
  if (attributes['gen_ai.operation.name'] === undefined) return '';
  return Object.entries(told)
    .filter(([name]) => attributes[name] !== undefined)
    .map(([name, word]) => word(attributes[name]))
    .join(', ');
}
