// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { LATEST } from '../../../../src/semconv/latest.ts';
import { COST_METRICS, OWN_METRICS } from '../../../../src/semconv/own.ts';
import { V1_41 } from '../../../../src/semconv/v1.41.ts';
import type { Objectives } from '../../../../src/slo/objectives/objective.ts';
import { rulesOf } from '../../../../src/slo/rules/rules.ts';
import { assertAccepted } from '../../../support/promtool.ts';
import { expressionsOf, samples } from './sample-dashboards.ts';

describe('the queries of the dashboards', () => {
  for (const { title, objectives, dashboards } of samples) {
    const expressions = Object.values(dashboards).flatMap(expressionsOf);
    const variables = Object.values(dashboards).flatMap(({ templating }) =>
      templating.list.flatMap(variable =>
        variable.type === 'query' ? [variable.query.query] : []
      )
    );

    it(`are PromQL: ${title}`, function () {
      const asked = [
        ...expressions,
        ...variables.map(query =>
          query.replace(/^label_values\((.*), \w+\)$/, '$1')
        ),
      ];
      assertAccepted(this, ['check', 'rules', 'file.yml'], {
        'file.yml': {
          groups: [
            {
              name: 'dashboards',
              rules: asked.map((expr, index) => ({
                record: `query_${index}`,
                expr: filledIn(expr),
              })),
            },
          ],
        },
      });
    });

    it(`ask for what is emitted or recorded: ${title}`, () => {
      const known = new Set([
        ...emitted(objectives),
        ...recorded(objectives),
        'ALERTS',
      ]);
      for (const expression of expressions) {
        const names = [...expression.matchAll(/([a-zA-Z_][\w:]*)\{/g)];
        for (const [, name] of names) {
          assert.ok(known.has(name!), `${name} in ${expression}`);
        }
        assert.ok(names.length > 0 || expression.startsWith('vector('));
      }
    });

    it(`use only variables that the dashboard has: ${title}`, () => {
      for (const dashboard of Object.values(dashboards)) {
        const has = new Set([
          ...dashboard.templating.list.map(({ name }) => name),
          '__rate_interval',
          '__range',
          '__range_s',
        ]);
        for (const expression of expressionsOf(dashboard)) {
          for (const [, name] of expression.matchAll(/\$(\w+)/g)) {
            assert.ok(has.has(name!), `$${name} in ${expression}`);
          }
        }
      }
    });
  }

  it('count a process once that comes by both ways, and add up two', function () {
    const { dashboards } = samples.find(
      ({ objectives }) => objectives === undefined
    )!;
    const [calls] = expressionsOf(dashboards['traffic.json']!);
    const series = (suffix: string, job: string) => ({
      series: `gen_ai_client_operation_duration${suffix}_count{job="${job}", gen_ai_provider_name="openai", gen_ai_request_model="m"}`,
      values: '0+60x10',
    });
    const seen = (value: number, ...input_series: object[]) => ({
      interval: '1m',
      input_series,
      promql_expr_test: [
        {
          expr: filledIn(calls!),
          eval_time: '5m',
          exp_samples: [
            {
              labels:
                '{gen_ai_provider_name="openai", gen_ai_request_model="m"}',
              value,
            },
          ],
        },
      ],
    });
    assertAccepted(this, ['test', 'rules', 'file.yml'], {
      'file.yml': {
        tests: [
          seen(1, series('', 'app'), series('_seconds', 'app')),
          seen(2, series('', 'app'), series('_seconds', 'other')),
          seen(1, series('_seconds', 'other')),
        ],
      },
    });
  });
});

/** The query as Grafana sends it when nothing is chosen. */
function filledIn(query: string): string {
  const own: Record<string, string> = {
    __rate_interval: '2m',
    __range: '1h',
    __range_s: '3600',
  };
  return query.replace(/\$(\w+)/g, (_, name: string) => own[name] ?? '.*');
}

/** Names in Prometheus, by the spelling that was asked for. */
function emitted(objectives: Objectives | undefined): string[] {
  const { names = 'both', semconv = 'v1.41' } = objectives?.prometheus ?? {};
  const profile = semconv === 'latest' ? LATEST : V1_41;
  return [
    ...profile.metrics,
    ...Object.values(OWN_METRICS),
    ...Object.values(COST_METRICS),
  ].flatMap(({ name, unit, kind }) => {
    const bare = name.replaceAll('.', '_');
    const bases = [
      ...(unit !== 's' || names !== 'otlp' ? [bare] : []),
      ...(unit === 's' && names !== 'js' ? [`${bare}_seconds`] : []),
    ];
    const suffixes =
      kind === 'histogram'
        ? ['_bucket', '_sum', '_count']
        : [kind === 'counter' ? '_total' : ''];
    return bases.flatMap(base => suffixes.map(suffix => base + suffix));
  });
}

function recorded(objectives: Objectives | undefined): string[] {
  if (objectives === undefined) return [];
  return rulesOf(objectives).flatMap(({ file }) =>
    file.groups.flatMap(({ rules }) =>
      rules.flatMap(rule => ('record' in rule ? [rule.record] : []))
    )
  );
}
