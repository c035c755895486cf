// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { collectReport } from '../../../../src/slo/report/collect.ts';
import type { Sample, Series } from '../../../../src/slo/report/prometheus.ts';
import { resolveObjectives } from '../../../../src/slo/objectives/resolve.ts';
import type { ObjectiveInput } from '../../../../src/slo/objectives/objective-input.ts';

const PROVIDER = 'gen_ai_provider_name';
const MODEL = 'gen_ai_request_model';

/** Bad events of a thousand, by provider; none where the series is not there. */
const BAD_OF_1000: Record<string, number | undefined> = {
  healthy: 1,
  exhausted: 20,
  mostly: 8,
  unknown: undefined,
  worse: 30,
};

function answer(expression: string): Sample[] {
  // Of costs nothing is there, and of operations one that has no labels.
  if (expression.includes('slo="spend"')) return [];
  const alone = expression.includes('slo="alone"');
  const values: Record<string, number | undefined> = alone
    ? { '': 0 }
    : BAD_OF_1000;
  return Object.entries(values).flatMap(([provider, bad]) => {
    const labels = alone ? {} : { [PROVIDER]: provider, [MODEL]: 'm' };
    const value = expression.startsWith('count_over_time')
      ? 1
      : expression.startsWith('sum_over_time(genai_slo:total')
        ? 1000
        : expression.startsWith('sum_over_time(genai_slo:bad')
          ? bad
          : undefined;
    return value === undefined ? [] : [{ labels, value }];
  });
}

/** A sample each minute of the whole window. */
function hoursOf(expression: string): Series[] {
  if (!expression.startsWith('count_over_time')) return [];
  const full = expression.replace('count_over_time', 'sum_over_time');
  return answer(full).map(({ labels }) => ({
    labels,
    points: Array.from({ length: 720 }, (_, ago) => [(ago - 719) * 3600, 60]),
  }));
}

const objectives: ObjectiveInput[] = [
  { name: 'available', kind: 'availability', target: 99 },
  {
    name: 'alone',
    kind: 'availability',
    target: 99,
    source: 'operation',
  },
  { name: 'spend', kind: 'cost', budget: 5 },
  { name: 'floor', kind: 'throughput', min: '1/min' },
];

async function report(chosen: readonly ObjectiveInput[] = objectives) {
  const ranges: [number, number][] = [];
  const heard: string[] = [];
  const collected = await collectReport(
    resolveObjectives({ service: 'chat', objectives: chosen }),
    {
      query: expression => Promise.resolve(answer(expression)),
      range(expression, seconds, step) {
        ranges.push([seconds, step]);
        return Promise.resolve(hoursOf(expression));
      },
      retention: () => Promise.resolve(undefined),
      labelValues: () => Promise.resolve(undefined),
    },
    {
      at: new Date(0),
      source: 'memory',
      progress: (name, index) => heard.push(`${index} ${name}`),
    }
  );
  return { collected, ranges, heard };
}

describe('a report of several', () => {
  it('has the worst target first, and among those of one status the one that spent most', async () => {
    const [available] = (await report()).collected.objectives;
    assert.deepEqual(
      available!.targets.map(({ labels, status }) => [
        labels['provider'],
        status,
      ]),
      [
        ['worse', 'exhausted'],
        ['exhausted', 'exhausted'],
        ['mostly', 'warning'],
        ['unknown', 'insufficient-data'],
        ['healthy', 'healthy'],
      ]
    );
  });

  it('is as bad as the worst of them, wherever that stands', async () => {
    for (const chosen of [objectives, objectives.toReversed()]) {
      assert.equal((await report(chosen)).collected.status, 'exhausted');
    }
    assert.equal(
      (await report(objectives.slice(1, 2))).collected.status,
      'healthy'
    );
  });

  it('says what is counted, and what the target is', async () => {
    const { collected, heard } = await report();
    assert.deepEqual(
      collected.objectives.map(({ name, unit, target }) => [
        name,
        unit,
        target,
      ]),
      [
        ['available', 'calls', 0.99],
        ['alone', 'operations', 0.99],
        ['spend', 'USD', undefined],
        ['floor', 'minutes', 0.99],
      ]
    );
    assert.deepEqual(heard, ['0 available', '1 alone', '2 spend', '3 floor']);
  });

  it('asks for the hours of the window, which end with its first to its last', async () => {
    const { ranges } = await report(objectives.slice(0, 1));
    const hours = [30 * 86_400 - 3600, 3600];
    assert.deepEqual(ranges.slice(0, 3), [hours, hours, hours]);
  });
});
