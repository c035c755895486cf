// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BOTH } from '../../../src/semconv/both.ts';
import { LATEST } from '../../../src/semconv/latest.ts';
import { V1_41 } from '../../../src/semconv/v1.41.ts';
import { measured, operationsOf, spanOf } from './emitted.ts';
import { wholeCall } from './whole-call.ts';

const TOP_K = 'gen_ai.request.top_k';
const REASONS = 'gen_ai.response.finish_reasons';

describe('the profile both', () => {
  for (const operation of operationsOf(BOTH)) {
    const call = wholeCall('openai', operation);
    const older = operation === 'fetch_response' ? undefined : V1_41;

    it(`has what either has on the span of ${operation}`, () => {
      const either = {
        ...(older && spanOf(older, call)),
        ...spanOf(LATEST, call),
      };
      const { [REASONS]: reasons, ...both } = spanOf(BOTH, call);
      const { [REASONS]: _, ...rest } = either;
      assert.deepEqual(both, rest);
      // Where they differ the released one is right.
      assert.deepEqual(reasons, spanOf(V1_41, call)[REASONS]);
      assert.equal(BOTH.exception, V1_41.exception);
    });

    it(`measures ${operation} by the names of either, and once by those that they share`, () => {
      const named = (profile: typeof BOTH) =>
        measured(profile, call).map(
          ({ metric, attributes }) =>
            `${metric} ${String(attributes['gen_ai.token.type'] ?? attributes['gen_ai.token.modality'] ?? '')}`
        );
      const both = named(BOTH);
      assert.deepEqual(both, [...new Set(both)]);
      assert.deepEqual(
        both.sort(),
        [...new Set([...(older ? named(older) : []), ...named(LATEST)])].sort()
      );
    });
  }

  it('has the chunks of a stream by both names, while it runs as well', () => {
    const names = BOTH.chunkMetrics.map(({ name }) => name);
    assert.deepEqual(names, [
      'gen_ai.client.operation.time_per_output_chunk',
      'gen_ai.client.inference.time_per_output_chunk',
    ]);
  });

  it('has the top_k that the latest has', () => {
    const call = wholeCall('cohere', 'chat');
    assert.equal(spanOf(BOTH, call)[TOP_K], 40);
  });

  it('makes each instrument once', () => {
    const names = BOTH.metrics.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
    assert.deepEqual(
      names.sort(),
      [
        ...new Set(
          [...V1_41.metrics, ...LATEST.metrics].map(({ name }) => name)
        ),
      ].sort()
    );
  });
});
