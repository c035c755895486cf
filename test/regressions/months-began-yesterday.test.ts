// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import { collectReport } from '../../src/slo/report/collect.ts';
import type { Prometheus } from '../../src/slo/report/prometheus.ts';

const NOW = Date.parse('2026-11-01T00:03:00Z') / 1000;
const labels = { gen_ai_provider_name: 'openai', gen_ai_request_model: 'm' };

/** Says how many events a range had: 100 a minute, of which one fails. */
const eventsIn = (expression: string) => {
  const [, length = '0', unit = 's'] = /\[(\d+)([smhd])\]/.exec(expression)!;
  const minutes = (Number(length) * { s: 1, m: 60, h: 3600 }[unit]!) / 60;
  return (expression.includes('bad') ? 1 : 100) * minutes;
};

describe('a report in the first minutes of a month', () => {
  it('has no events and no day of the month before', async () => {
    const isCount = (expression: string) =>
      /^sum_over_time\(genai_slo:(bad|total):rate5m\{[^}]*\}\[\d+[smh]\]\) \* 60$/.test(
        expression
      );
    const prometheus: Prometheus = {
      query: expression =>
        Promise.resolve(
          isCount(expression) ? [{ labels, value: eventsIn(expression) }] : []
        ),
      range: expression =>
        Promise.resolve(
          isCount(expression)
            ? [{ labels, points: [[NOW, eventsIn(expression)]] }]
            : []
        ),
      retention: () => Promise.resolve(undefined),
      labelValues: () => Promise.resolve([]),
    };
    const report = await collectReport(
      resolveObjectives({
        service: 'chat',
        window: 'month',
        objectives: [{ name: 'a', kind: 'availability', target: 99.9 }],
      }),
      prometheus,
      { at: new Date(NOW * 1000), source: 'http://127.0.0.1:9090/' }
    );
    const [target] = report.objectives[0]!.targets;
    assert.deepEqual(target?.history, [
      {
        at: '2026-11-01T00:00:00.000Z',
        total: 300,
        bad: 3,
        errorRatio: 0.01,
      },
    ]);
    assert.deepEqual(target?.worstHour, {
      at: '2026-11-01T00:00:00.000Z',
      until: '2026-11-01T00:03:00.000Z',
      errorRatio: 0.01,
    });
  });
});
