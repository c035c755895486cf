// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { resolveObjectives } from '../../../src/slo/resolve.ts';
import { ruleTestsOf } from '../../../src/slo/rule-tests/rule-tests.ts';
import { rulesOf } from '../../../src/slo/rules/rules.ts';

describe('rule tests of budgets so large that little is left to be good', () => {
  it('spend all of them', () => {
    const spent = testsOf(1).find(({ name }) =>
      name.endsWith('a spent budget is a ticket')
    );
    assert.deepEqual(
      spent?.input_series.map(({ values }) => values),
      // Nothing is good.
      ['0+0x98', '0+600x98']
    );
  });

  it('have no leak that is a ticket and no page: from nine tenths on, all is both', () => {
    const leaks = (target: number) =>
      testsOf(target).filter(({ name }) => name.includes('a leak')).length;
    assert.deepEqual(
      [leaks(1), leaks(10), leaks(11), leaks(99.9)],
      [0, 0, 1, 1]
    );
  });
});

function testsOf(target: number) {
  const objectives = resolveObjectives({
    service: 'chat',
    objectives: [{ name: 'a', kind: 'availability', target }],
  });
  const [own] = ruleTestsOf(objectives, rulesOf(objectives), name => name);
  return own?.file.tests ?? [];
}
