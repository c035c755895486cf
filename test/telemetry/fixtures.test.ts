// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { MetricData } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import {
  fixtureDialects,
  wireFixtures,
  type WireFixture,
} from '../unit/dialects/wire-fixtures.ts';
import { expectedAttributes } from './support/expected.ts';
import { replay } from './support/replay.ts';

const SLICES = [1, 7, 64, Infinity];
const TIME = 'gen_ai.response.time_to_first_chunk';

describe('every fixture, as its provider would send it', () => {
  for (const dialect of fixtureDialects()) {
    for (const fixture of wireFixtures(dialect)) {
      it(`${dialect}/${fixture.name} gives one span with these attributes, in whatever slices it comes`, async () => {
        const expected = expectedAttributes(
          fixture.expect,
          new URL(fixture.request.url),
          fixture.response.status
        );
        for (const size of SLICES) {
          for (const late of [false, true]) {
            const { spans, metrics } = await replay(fixture, { size, late });
            assert.equal(spans.length, 1);
            checkSpan(spans[0]!, fixture, expected, size);
            checkMeasurements(countsOf(metrics), expected);
          }
        }
      });
    }
  }
});

function checkSpan(
  span: ReadableSpan,
  fixture: WireFixture,
  expected: Record<string, unknown>,
  size: number
): void {
  const { [TIME]: firstChunk, ...attributes } = span.attributes;
  assert.deepEqual(attributes, expected, `slices of ${size}`);
  const { model } = fixture.expect.request;
  const { operation } = fixture.expect;
  assert.equal(span.name, model ? `${operation} ${model}` : operation);
  assert.equal(span.kind, SpanKind.CLIENT);
  const failed = 'error.type' in expected;
  assert.deepEqual(span.status, {
    code: failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET,
  });
  // A stream may also be one JSON array; an error is no chunk of it.
  const events = fixture.stream
    ? /^(?:data: ?)?\{.*\n/m.test(fixture.body.replaceAll('\r', ''))
    : fixture.body.startsWith('[') && fixture.response.status < 400;
  if (fixture.expect.request.stream === true && events) {
    assert.equal(typeof firstChunk, 'number');
  } else assert.equal(firstChunk, undefined);
}

function checkMeasurements(
  counts: ReadonlyMap<string, number>,
  expected: Record<string, unknown>
): void {
  assert.equal(counts.get('gen_ai.client.operation.duration'), 1);
  const tokens = ['input', 'output'].filter(
    type => `gen_ai.usage.${type}_tokens` in expected
  );
  assert.equal(
    counts.get('gen_ai.client.token.usage') ?? 0,
    tokens.length,
    'one measurement for each count that was reported'
  );
}

/** How many measurements each metric got. */
function countsOf(metrics: readonly MetricData[]): Map<string, number> {
  return new Map(
    metrics.map(({ descriptor, dataPoints }) => [
      descriptor.name,
      (dataPoints as { value: { count: number } }[]).reduce(
        (sum, point) => sum + point.value.count,
        0
      ),
    ])
  );
}
