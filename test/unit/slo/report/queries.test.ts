// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  burningQuery,
  burnQuery,
  errorsQuery,
  presenceQuery,
  quantileQuery,
  spentOf,
  totalOf,
} from '../../../../src/slo/report/ask/queries.ts';
import { resolveObjectives } from '../../../../src/slo/objectives/resolve.ts';
import type { ObjectiveInput } from '../../../../src/slo/objectives/objective-input.ts';
import { periodOf } from '../../../../src/slo/report/ask/period.ts';
import { Scope } from '../../../../src/slo/rules/scope.ts';

function scopeOf(input: ObjectiveInput): Scope {
  const objectives = resolveObjectives({
    service: 'c',
    prometheus: { names: 'js' },
    objectives: [input],
  });
  return new Scope(objectives, objectives.objectives[0]!);
}

const groupBy = ['model'] as const;
const available = scopeOf({
  name: 'a',
  kind: 'availability',
  target: 99,
  match: { provider: 'p' },
  groupBy,
});
const chunks = scopeOf({
  name: 'l',
  kind: 'latency',
  metric: 'time_to_first_chunk',
  threshold: '1s',
  target: 95,
  groupBy,
});
const operation = scopeOf({
  name: 'o',
  kind: 'availability',
  source: 'operation',
  target: 99,
});
const spend = scopeOf({ name: 's', kind: 'cost', budget: 2592 });
const floor = scopeOf({ name: 't', kind: 'throughput', min: '1/min' });

const series = (name: string, slo: string, window: string) =>
  `genai_slo:${name}:rate5m{service="c",slo="${slo}"}[${window}]`;

describe('what a report asks Prometheus', () => {
  it('is of the answered calls where it is their quantiles, by the metric of the objective', () => {
    assert.equal(
      quantileQuery(available, 0.95, '30d'),
      'histogram_quantile(0.95, sum by (gen_ai_request_model, le) (sum_over_time(genai_slo:duration_bucket:increase5m{service="c",gen_ai_provider_name="p",gen_ai_operation_name!="fetch_response"}[30d])))'
    );
    assert.equal(
      quantileQuery(chunks, 0.5, '30d'),
      'histogram_quantile(0.5, sum by (gen_ai_request_model, le) (sum_over_time(genai_slo:time_to_first_chunk_bucket:increase5m{service="c",gen_ai_operation_name!="fetch_response"}[30d])))'
    );
  });

  it('is of the failed calls where it is their types', () => {
    assert.equal(
      errorsQuery(available, '30d'),
      'sum by (gen_ai_request_model, error_type) (sum_over_time(genai_slo:errors:increase5m{service="c",gen_ai_provider_name="p",gen_ai_operation_name!="fetch_response"}[30d])) > 0'
    );
    // A latency counts answers only.
    assert.equal(errorsQuery(chunks, '30d'), undefined);
  });

  it('is nothing where there is no histogram', () => {
    for (const scope of [operation, spend, floor]) {
      assert.equal(quantileQuery(scope, 0.5, '30d'), undefined);
      assert.equal(errorsQuery(scope, '30d'), undefined);
    }
  });

  it('is money of a cost, and events of all else', () => {
    assert.deepEqual(
      [available, spend].map(({ objective }) => [
        totalOf(objective),
        spentOf(objective),
      ]),
      [
        ['genai_slo:total:rate5m', 'genai_slo:bad:rate5m'],
        ['genai_slo:cost:rate5m', 'genai_slo:cost:rate5m'],
      ]
    );
    assert.equal(
      burnQuery(available, '1h', periodOf('30d', 0)),
      `sum by (gen_ai_request_model) (sum_over_time(${series('bad', 'a', '1h')})) / (sum by (gen_ai_request_model) (sum_over_time(${series('total', 'a', '1h')})) > 0) / 0.01`
    );
    assert.equal(
      burnQuery(spend, '6h', periodOf('30d', 0)),
      `sum by () (avg_over_time(${series('cost', 's', '6h')})) / 0.001`
    );
    assert.equal(
      presenceQuery(spend, '1h'),
      `count_over_time(${series('cost', 's', '1h')})`
    );
  });

  it('is whether the alert on its budget would fire', () => {
    const [page, ticket] = (['page', 'ticket'] as const).map(severity =>
      burningQuery(chunks, severity)
    );
    assert.match(page!, /error_ratio:1h.* > 0\.72 /);
    assert.match(ticket!, /error_ratio:3d.* > 0\.05 /);
    assert.doesNotMatch(ticket!, /absent|unless/);
  });
});
