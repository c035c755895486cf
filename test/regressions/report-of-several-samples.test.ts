// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ObjectiveInput } from '../../src/slo/objectives/objective-input.ts';
import { targetName } from '../../src/slo/report/target-name.ts';
import { reportOf, type Recorded } from '../support/recorded-series.ts';

const AVAILABLE: ObjectiveInput = {
  name: 'a',
  kind: 'availability',
  target: 99.9,
  groupBy: ['provider'],
};

const month = (perHour: number) => Array.from({ length: 720 }, () => perHour);
const one = (
  labels: Readonly<Record<string, string>>,
  total: number,
  bad: number
): Recorded => ({
  labels: { gen_ai_provider_name: 'openai', ...labels },
  total: month(total),
  bad: month(bad),
});

async function targetsOf(...recorded: Recorded[]) {
  const { objectives, warnings } = await reportOf([AVAILABLE], recorded);
  const targets = objectives[0]!.targets.map(
    target => [targetName(target), target.total, target.bad] as const
  );
  return { targets, warnings };
}

describe('several samples under one target of a report', () => {
  it('of two clusters are two targets, the worse one first', async () => {
    const { targets } = await targetsOf(
      one({ cluster: 'a' }, 100, 0),
      one({ cluster: 'b' }, 100, 1)
    );
    assert.deepEqual(targets, [
      ['openai cluster=b', 72_000, 720],
      ['openai cluster=a', 72_000, 0],
    ]);
  });

  it('of two clusters that are alike are two targets', async () => {
    const { targets } = await targetsOf(
      one({ cluster: 'a' }, 100, 0),
      one({ cluster: 'b' }, 100, 0)
    );
    assert.equal(targets.length, 2);
  });

  it('of a highly available pair count once, by the greater, and that is a warning', async () => {
    for (const label of ['prometheus_replica', '__replica__', 'instance']) {
      const { targets, warnings } = await targetsOf(
        one({ [label]: 'x' }, 100, 1),
        one({ [label]: 'y' }, 99.8, 1)
      );
      assert.deepEqual(targets, [['openai', 72_000, 720]], label);
      assert.match(
        warnings.join(),
        /several Prometheus servers record the same events/
      );
    }
  });

  it('that two federated Prometheis made of different calls are two targets', async () => {
    const { targets } = await targetsOf(
      one({ instance: 'x' }, 100, 0),
      one({ instance: 'y' }, 30, 1)
    );
    assert.equal(targets.length, 2);
  });

  it('of replicas in two clusters are one target for each cluster', async () => {
    const { targets } = await targetsOf(
      one({ cluster: 'a', replica: '0' }, 100, 0),
      one({ cluster: 'a', replica: '1' }, 100, 0),
      one({ cluster: 'b', replica: '0' }, 10, 1),
      one({ cluster: 'b', replica: '1' }, 10, 1)
    );
    assert.deepEqual(targets, [
      ['openai cluster=b', 7200, 720],
      ['openai cluster=a', 72_000, 0],
    ]);
  });

  it('from before a change of groupBy add up', async () => {
    const { targets } = await targetsOf(
      one({ gen_ai_request_model: 'm' }, 100, 1),
      one({ gen_ai_request_model: 'n' }, 50, 0),
      one({}, 150, 2)
    );
    assert.deepEqual(targets, [['openai', 300 * 720, 3 * 720]]);
  });
});
