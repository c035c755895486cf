// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { dashboardsOf } from '../../../../src/slo/dashboards/dashboards.ts';
import { resolveObjectives } from '../../../../src/slo/objectives/resolve.ts';
import type { ObjectivesInput } from '../../../../src/slo/objectives/objective-input.ts';
import { expressionsOf, panelsOf } from './sample-dashboards.ts';

const availability = {
  name: 'availability',
  kind: 'availability',
  target: 99.9,
} as const;
const spend = { name: 'spend', kind: 'cost', budget: 720 } as const;

const made = (
  objectives: ObjectivesInput['objectives'],
  more: Partial<ObjectivesInput> = {}
) => dashboardsOf(resolveObjectives({ service: 'chat', objectives, ...more }));

describe('dashboardsOf', () => {
  it('makes calls and comparison without objectives', () => {
    assert.deepEqual(Object.keys(dashboardsOf()), [
      'traffic.json',
      'comparison.json',
    ]);
  });

  it('makes an overview and a detail of objectives as well', () => {
    assert.deepEqual(Object.keys(made([availability, spend])), [
      'slo-overview.json',
      'slo-detail.json',
      'traffic.json',
      'comparison.json',
    ]);
  });

  it('has no detail of money, which has no share of bad events', () => {
    assert.ok(!('slo-detail.json' in made([spend])));
    const { templating } = made([availability, spend])['slo-detail.json']!;
    const variable = templating.list.find(({ name }) => name === 'slo');
    assert.deepEqual(
      variable?.type === 'custom' && variable.options.map(({ value }) => value),
      ['availability']
    );
  });

  it('gives each service uids of its own, which Grafana takes', () => {
    const services = ['chat', 'chat.api', 'chat-api', 'x'.repeat(63)];
    const uids = services.flatMap(service =>
      Object.values(made([availability], { service })).map(({ uid }) => uid)
    );
    assert.equal(new Set(uids).size, 4 * services.length);
    for (const uid of uids) assert.match(uid, /^[\w-]{1,40}$/);
    assert.deepEqual(
      uids,
      services.flatMap(service =>
        Object.values(made([availability], { service })).map(({ uid }) => uid)
      )
    );
  });

  it('chooses the data source, and job, provider and model of the calls', () => {
    for (const dashboard of Object.values(made([availability]))) {
      const names = dashboard.templating.list.map(({ name }) => name);
      assert.equal(names[0], 'datasource');
      const choosesCalls = expressionsOf(dashboard).some(expression =>
        expression.includes('job=~"$job"')
      );
      assert.deepEqual(
        names.filter(name => ['job', 'provider', 'model'].includes(name)),
        choosesCalls ? ['job', 'provider', 'model'] : []
      );
      for (const { datasource, targets } of panelsOf(dashboard)) {
        for (const one of [datasource, ...targets.map(t => t.datasource)]) {
          assert.equal(one.uid, '${datasource}');
        }
      }
    }
  });

  it('draws the four thresholds of the alerts', () => {
    const limits = expressionsOf(made([availability])['slo-detail.json']!)
      .filter(expression => expression.startsWith('clamp_max'))
      .map(expression => /\((\S+) \*/.exec(expression)?.[1]);
    assert.deepEqual(limits, ['14.4', '6', '3', '1']);
  });

  it('draws the threshold of a latency where it is a boundary', () => {
    const latency = {
      name: 'latency',
      kind: 'latency',
      threshold: '2s',
      target: 99,
    } as const;
    const detail = made([latency])['slo-detail.json']!;
    const quantiles = panelsOf(detail).find(({ title }) =>
      title.startsWith('Duration: P50')
    );
    assert.deepEqual(quantiles?.fieldConfig.defaults.thresholds?.steps, [
      { value: null, color: 'transparent' },
      { value: 2, color: 'red' },
    ]);
    const share = panelsOf(detail).find(({ title }) =>
      title.endsWith('in time')
    );
    assert.ok(share?.targets[0]?.expr.includes('le=~"2(\\\\.0)?"'));
    assert.equal(share?.targets[1]?.expr, 'vector(0.99)');
  });

  it('says what may be spent in an hour', () => {
    const overview = made([spend], { window: '30d' })['slo-overview.json']!;
    const spending = panelsOf(overview).find(
      ({ title }) => title === 'Spending'
    );
    assert.equal(spending?.targets[1]?.expr, 'vector(1)');
  });

  it('asks for the series of the window', () => {
    const detail = made([availability], { window: '7d' })['slo-detail.json']!;
    const text = JSON.stringify(detail);
    assert.ok(text.includes('genai_slo:error_ratio:7d{'));
    assert.ok(!text.includes(':30d'));
  });
});
