// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { V1_41 } from '../../src/semconv/v1.41.ts';
import { promtool } from './promtool.ts';

const folder = new URL('../../examples/otel/grafana/', import.meta.url);

interface Dashboard {
  panels: { title: string; targets: { expr: string }[] }[];
  templating: { list: { name: string; query: { query: string } }[] };
}
interface DataSources {
  datasources: { uid: string }[];
}

describe('the dashboard in Grafana', () => {
  const dashboard = JSON.parse(
    readFileSync(new URL('dashboards/genai.json', folder), 'utf8')
  ) as Dashboard;
  const queries = [
    ...dashboard.panels.flatMap(({ targets }) => targets.map(t => t.expr)),
    ...dashboard.templating.list.map(variable => variable.query.query),
  ];

  it('shows calls, errors, duration, first chunk, tokens and chunk times', () => {
    assert.deepEqual(
      dashboard.panels.map(({ title }) => title),
      [
        'Calls',
        'Failed calls by type',
        'Duration of successful calls',
        'Time to first chunk',
        'Tokens per model',
        'Time per output chunk',
      ]
    );
  });

  it('asks only data sources that are provisioned', () => {
    const { datasources } = parse(
      readFileSync(
        new URL('provisioning/datasources/datasources.yaml', folder),
        'utf8'
      )
    ) as DataSources;
    const asked = JSON.stringify(dashboard).matchAll(
      /"type":"\w+","uid":"(\w+)"/g
    );
    const uids = new Set(datasources.map(({ uid }) => uid));
    assert.deepEqual(uids, new Set(['prometheus', 'jaeger']));
    for (const [, uid] of asked) assert.ok(uids.has(uid!), uid);
  });

  it('asks only for metrics that we emit', () => {
    const emitted = new Set(
      V1_41.metrics.flatMap(({ name, unit }) => spellings(name, unit))
    );
    for (const query of queries) {
      for (const [name] of query.matchAll(/\bgen_ai_client_\w+/g)) {
        const base = name.replace(/_(bucket|count|sum)$/, '');
        assert.ok(emitted.has(base), `${name} in ${query}`);
      }
    }
  });

  it('asks for every metric that has a unit in both spellings', () => {
    for (const query of queries) {
      for (const { name, unit } of V1_41.metrics) {
        const [bare, withUnit] = spellings(name, unit);
        if (withUnit === undefined) continue;
        const asksBare = new RegExp(`\\b${bare}_(bucket|count|sum)\\b`);
        const asksWithUnit = new RegExp(`\\b${withUnit}_(bucket|count|sum)\\b`);
        const inPattern = query.includes(`${bare}(_seconds)?_`);
        assert.ok(
          inPattern || asksBare.test(query) === asksWithUnit.test(query),
          query
        );
      }
    }
  });

  it('asks only for labels that our metrics carry', () => {
    const labels = new Set([
      ...V1_41.metricAttributeNames.map(name => name.replaceAll('.', '_')),
      'le',
      'job',
    ]);
    for (const query of queries) {
      const groups = [...query.matchAll(/\bby \(([^)]*)\)/g)].flatMap(
        ([, names]) => names!.split(/,\s*/)
      );
      const matchers = [...query.matchAll(/(\w+)(?:=~|!=|=)"/g)]
        .map(([, name]) => name!)
        .filter(name => name !== '__name__');
      for (const label of [...groups, ...matchers]) {
        assert.ok(labels.has(label), `${label} in ${query}`);
      }
    }
  });

  it('counts a process once that came by both ways, and adds up two', function () {
    const calls = dashboard.panels[0]!.targets[0]!.expr;
    const series = (suffix: string, job: string): object => ({
      series: `gen_ai_client_operation_duration${suffix}_count{job="${job}", gen_ai_provider_name="openai", gen_ai_request_model="m"}`,
      values: '0+60x10',
    });
    const expect = (value: number): object => ({
      expr: inPromQL(calls),
      eval_time: '5m',
      exp_samples: [
        {
          labels: '{gen_ai_provider_name="openai", gen_ai_request_model="m"}',
          value,
        },
      ],
    });
    const interval = '1m';
    promtool(this, ['test', 'rules'], {
      tests: [
        {
          interval,
          input_series: [series('', 'app'), series('_seconds', 'app')],
          promql_expr_test: [expect(1)],
        },
        {
          interval,
          input_series: [series('', 'app'), series('_seconds', 'other')],
          promql_expr_test: [expect(2)],
        },
        {
          interval,
          input_series: [series('_seconds', 'other')],
          promql_expr_test: [expect(1)],
        },
      ],
    });
  });

  it('asks in PromQL that Prometheus understands', function () {
    const rules = dashboard.panels
      .flatMap(({ targets }) => targets)
      .map(({ expr }, index) => ({
        record: `query_${index}`,
        expr: inPromQL(expr),
      }));
    promtool(this, ['check', 'rules'], {
      groups: [{ name: 'dashboard', rules }],
    });
  });
});

/** Names of a metric on the page of a Node.js process, and on the Collector's when that differs. */
function spellings(name: string, unit: string): string[] {
  const bare = name.replaceAll('.', '_');
  return unit === 's' ? [bare, `${bare}_seconds`] : [bare];
}

/** The query with Grafana's variables filled in. */
function inPromQL(query: string): string {
  return query
    .replaceAll('$__rate_interval', '2m')
    .replaceAll('$provider', '.*')
    .replaceAll('$model', '.*')
    .replaceAll('$job', '.*');
}
