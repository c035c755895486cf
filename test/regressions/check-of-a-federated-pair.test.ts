// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import { dataWarnings } from '../../src/slo/report/data-warnings.ts';
import type { Sample } from '../../src/slo/report/prometheus.ts';

const objectives = resolveObjectives({
  service: 'chat',
  objectives: [
    { name: 'a', kind: 'availability', target: 99.9, source: 'events' },
    { name: 'h', kind: 'availability', target: 99.9, source: 'histogram' },
  ],
});

const series = (
  labels: Readonly<Record<string, string>>,
  value: number
): Sample => ({
  labels: { __name__: 'gen_ai_client_operation_duration_count', ...labels },
  value,
});

const warned = (calls: readonly Sample[], unseen: readonly Sample[] = []) =>
  dataWarnings(
    objectives,
    {
      query: expression =>
        Promise.resolve(expression.includes('unseen') ? unseen : calls),
      range: () => Promise.resolve([]),
      retention: () => Promise.resolve(undefined),
      labelValues: () => Promise.resolve([]),
    },
    new Date()
  );

describe('otel-genai slo check --prometheus', () => {
  for (const [what, calls, label] of [
    [
      'a pair with a label of its own',
      [
        series({ instance: 'x', prometheus_replica: 'a' }, 100),
        series({ instance: 'x', prometheus_replica: 'b' }, 101),
      ],
      'prometheus_replica',
    ],
    [
      'a pair whose processes were renamed by federation',
      [
        series({ exported_instance: 'x', instance: 'prom-a' }, 100),
        series({ exported_instance: 'x', instance: 'prom-b' }, 101),
        series({ exported_instance: 'y', instance: 'prom-a' }, 7000),
        series({ exported_instance: 'y', instance: 'prom-b' }, 7010),
      ],
      'instance',
    ],
    [
      'two clusters',
      [
        series({ instance: 'x', cluster: 'a' }, 100),
        series({ instance: 'x', cluster: 'b' }, 100),
      ],
      undefined,
    ],
    [
      'two processes of about the same load',
      [series({ instance: 'x' }, 100), series({ instance: 'y' }, 101)],
      undefined,
    ],
  ] as const) {
    it(`${label === undefined ? 'takes no' : 'takes'} ${what} for a highly available pair`, async () => {
      const [first = ''] = await warned(calls);
      assert.equal(
        /highly available pair twice, .* of the label (\w+):/.exec(first)?.[1],
        label
      );
    });
  }

  it('says how many bad events a histogram did not show', async () => {
    const unseen = [
      { labels: { error_type: '500' }, value: 57.2 },
      { labels: { error_type: '401' }, value: 900 },
    ];
    assert.match(
      (await warned([], unseen)).join('\n'),
      /^h: counted in a histogram, which missed at most 58 bad events in 30d/
    );
  });
});
