// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { dashboardsOf } from '../../src/slo/dashboards/dashboards.ts';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';

const DASHBOARDS = Object.entries(
  dashboardsOf(
    resolveObjectives({
      service: 'chat',
      objectives: [
        { name: 'a', kind: 'availability', target: 99.9 },
        { name: 'l', kind: 'latency', threshold: '2s', target: 99 },
      ],
    })
  )
);

const expressionsOf = (dashboard: unknown) =>
  [...JSON.stringify(dashboard).matchAll(/"expr":"((?:[^"\\]|\\.)*)"/g)].map(
    ([, expression = '']) => JSON.parse(`"${expression}"`) as string
  );

describe('dashboards of two clusters behind one API', () => {
  for (const [file, dashboard] of DASHBOARDS) {
    it(`${file}: every query is of the clusters that are chosen`, () => {
      const names = dashboard.templating.list.map(({ name }) => name);
      assert.ok(names.includes('cluster'));
      for (const expression of expressionsOf(dashboard)) {
        if (expression.startsWith('vector(')) continue;
        assert.match(expression, /cluster=~"\$cluster"/);
      }
    });

    it(`${file}: nothing is matched with a series that each cluster has`, () => {
      for (const expression of expressionsOf(dashboard)) {
        // Many on the left, and on the right what an aggregation made one.
        for (const [, right] of expression.matchAll(
          /group_left \([^)]*\) (\S{0,3})/g
        )) {
          assert.equal(right, 'max', expression);
        }
      }
    });
  }

  it('have the words of the trade', () => {
    const all = JSON.stringify(DASHBOARDS);
    for (const word of [
      'Target',
      'SLI (30d)',
      'Error budget remaining',
      'Days to exhaustion',
    ]) {
      assert.ok(all.includes(`"${word}"`), word);
    }
    assert.doesNotMatch(all, /"(?:Promised|Good, 30d|Budget left|Days left)"/);
  });

  it('let the instances of a job be chosen', () => {
    const traffic = DASHBOARDS.find(([file]) => file === 'traffic.json');
    assert.deepEqual(
      traffic?.[1].templating.list.map(({ name }) => name),
      ['datasource', 'cluster', 'job', 'instance', 'provider', 'model']
    );
  });
});
