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

const PROFILES = ['v1.41', 'latest'] as const;

describe('every fixture, as its provider would send it', () => {
  for (const dialect of fixtureDialects()) {
    for (const fixture of wireFixtures(dialect)) {
      for (const profile of PROFILES) {
        if (fixture.request.method === 'GET' && profile === 'v1.41') {
          it(`${dialect}/${fixture.name} is left alone in ${profile}`, async () => {
            assert.deepEqual(await replay(fixture), { spans: [], metrics: [] });
          });
          continue;
        }
        it(`${dialect}/${fixture.name} gives one span with these attributes in ${profile}, in whatever slices it comes`, async () => {
          const expected = expectedAttributes(
            fixture.expect,
            new URL(fixture.request.url),
            fixture.response.status,
            profile
          );
          // What the profiles have in common is cut once.
          const slices = profile === 'v1.41' ? SLICES : [7];
          for (const size of slices) {
            for (const late of [false, true]) {
              const options = { size, late, semconv: profile };
              const { spans, metrics } = await replay(fixture, options);
              assert.equal(spans.length, 1);
              checkSpan(spans[0]!, fixture, expected, size);
              if (profile === 'latest') checkLatest(metrics, fixture.expect);
              else checkMeasurements(countsOf(metrics), expected);
            }
          }
        });
      }
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

const INFERENCE = 'gen_ai.client.inference';
const COUNTERS = {
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  cacheReadTokens: 'cache_read.input_tokens',
  cacheWriteTokens: 'cache_write.input_tokens',
  reasoningTokens: 'reasoning.output_tokens',
} as const;

/** One duration, and counters whose modalities add up to what was reported; tokens of inferences alone. */
function checkLatest(
  metrics: readonly MetricData[],
  { operation, response }: WireFixture['expect']
): void {
  const inference = ![
    'embeddings',
    'fetch_response',
    'rerank',
    'moderation',
  ].includes(operation);
  const counts = countsOf(metrics);
  const embeddings = operation === 'embeddings';
  assert.deepEqual(
    [
      `${INFERENCE}.duration`,
      'gen_ai.client.embeddings.duration',
      'gen_ai.client.operation.duration',
      'gen_ai.client.embeddings.operation.input_tokens',
    ].map(name => counts.get(name) ?? 0),
    [
      Number(inference),
      Number(embeddings),
      Number(!inference && !embeddings),
      Number(embeddings && response.inputTokens !== undefined),
    ]
  );
  for (const [fact, name] of Object.entries(COUNTERS)) {
    const total = inference ? response[fact as keyof typeof COUNTERS] : 0;
    const points = metrics.find(
      ({ descriptor }) => descriptor.name === `${INFERENCE}.usage.${name}`
    )?.dataPoints as { value: number }[] | undefined;
    assert.ok(points?.every(({ value }) => value > 0) ?? true, name);
    assert.equal(
      points?.reduce((sum, { value }) => sum + value, 0) ?? 0,
      total ?? 0,
      name
    );
  }
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
      (dataPoints as { value: { count?: number } }[]).reduce(
        (sum, { value }) => sum + (value.count ?? 0),
        0
      ),
    ])
  );
}
