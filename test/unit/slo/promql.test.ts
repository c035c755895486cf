// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  boundaryMatcher,
  matchersOf,
  sumRate,
} from '../../../src/slo/sli/promql.ts';

describe('PromQL', () => {
  const rate = {
    series: 'x',
    suffix: '_count',
    matchers: ['a="b"'],
    window: '5m',
    by: ['m'],
  };
  const NAMES = ['js', 'otlp', 'both'] as const;

  it('asks for the name of each way, and counts a process once that comes by both', () => {
    assert.deepEqual(
      NAMES.map(names => sumRate(rate, { names })),
      [
        'sum by (m) (rate(x_count{a="b"}[5m]))',
        'sum by (m) (rate(x_seconds_count{a="b"}[5m]))',
        'sum by (m) (max by (m, job, instance) (label_replace(sum by (m, job, instance) (rate(x_count{a="b"}[5m])), "unit", "none", "", "") or sum by (m, job, instance) (rate(x_seconds_count{a="b"}[5m]))))',
      ]
    );
    for (const names of NAMES) {
      assert.equal(
        sumRate({ ...rate, unit: false }, { names }),
        'sum by (m) (rate(x_count{a="b"}[5m]))',
        'a name that no way changes'
      );
    }
  });

  for (const [values, matcher] of [
    [['openai'], '="openai"'],
    [['openai', 'groq'], '=~"openai|groq"'],
    [['azure.ai', 'x'], '=~"azure\\\\.ai|x"'],
    [['gpt-*'], '=~"gpt-.*"'],
    [['a+b*', 'c'], '=~"a\\\\+b.*|c"'],
  ] as const) {
    it(`selects ${values.join(' and ')} by ${matcher}`, () => {
      assert.deepEqual(matchersOf({ provider: values, stream: true }), [
        `gen_ai_provider_name${matcher}`,
      ]);
    });
  }

  it('selects a whole boundary in both spellings', () => {
    assert.equal(boundaryMatcher(2), 'le=~"2(\\\\.0)?"');
    assert.equal(boundaryMatcher(0.5), 'le="0.5"');
  });
});
