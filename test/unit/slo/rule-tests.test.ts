// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { resolveObjectives } from '../../../src/slo/objectives/resolve.ts';
import { counterValues } from '../../../src/slo/rule-tests/promtool.ts';
import { ruleTestsOf } from '../../../src/slo/rule-tests/rule-tests.ts';
import { rulesOf } from '../../../src/slo/rules/rules.ts';

describe('rule tests', () => {
  it('of a budget so large that it cannot be spent in hours leave that out', () => {
    const spent = (target: number) =>
      testsOf({ kind: 'availability', target })
        .map(({ name }) => name)
        .filter(name => /spent budget|budget spent/.test(name));
    assert.deepEqual(spent(20), []);
    assert.equal(spent(99.9).length, 1);
  });
});

function testsOf(input: { kind: 'availability'; target: number }) {
  const objectives = resolveObjectives({
    service: 'chat',
    objectives: [{ name: 'a', ...input }],
  });
  const [own] = ruleTestsOf(objectives, rulesOf(objectives), name => name);
  return own?.file.tests ?? [];
}

describe('values of a counter', () => {
  it('never fall where promtool adds them up', () => {
    // Thirty times 0.00025 is more than 0.0075 when added up.
    const values = counterValues([
      { minutes: 30, perMinute: 0.00025 },
      { minutes: 5, perMinute: 0 },
      { minutes: 2, perMinute: 0.1 },
    ]);
    assert.equal(
      values,
      '0+0.00025x30 0.007500000000000005+0x4 0.10750000000000001+0.1x1'
    );
    const added = addedUp(values);
    assert.deepEqual(
      added,
      added.toSorted((a, b) => a - b)
    );
    assert.equal(added.length, 38);
  });
});

/** As promtool does. */
function addedUp(values: string): number[] {
  return values.split(' ').flatMap(run => {
    const [, first, step, times] = /^(.*)\+(.*)x(.*)$/.exec(run) ?? [];
    const all = [Number(first)];
    for (let count = 0; count < Number(times); count++) {
      all.push(all.at(-1)! + Number(step));
    }
    return all;
  });
}
