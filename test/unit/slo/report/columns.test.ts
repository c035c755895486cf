// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { columnsOf } from '../../../../src/slo/report/formats/columns.ts';
import { targetName } from '../../../../src/slo/report/target-name.ts';
import { sampleReport } from '../../../fixtures/slo/sample-report.ts';
import { smallReport } from './small-report.ts';

const BURNS = ['burn 1h', '6h', '3d', 'days left'];
const RATIO = ['target', 'status', 'SLI', 'events'];
const BUDGET = ['allowed', 'spent', 'left', 'used'];
const QUANTILES = ['P50', 'P95', 'P99'];

const HEADS: Readonly<Record<string, readonly string[]>> = {
  availability: [...RATIO, ...BUDGET, ...BURNS, ...QUANTILES, 'coverage'],
  latency: [...RATIO, ...BUDGET, ...BURNS, ...QUANTILES, 'coverage'],
  throughput: [...RATIO, ...BUDGET, ...BURNS, 'coverage'],
  cost: ['target', 'status', ...BUDGET, ...BURNS, 'coverage'],
};

describe('columns of a report', () => {
  for (const objective of sampleReport.objectives) {
    it(`of ${objective.kind} are those that it has numbers for`, () => {
      assert.deepEqual(
        columnsOf(objective).map(({ head }) => head),
        HEADS[objective.kind]
      );
    });
  }

  it('name a target by its labels', () => {
    const nameOf = (labels: Readonly<Record<string, string>>) =>
      smallReport({ labels }).objectives[0]?.targets.map(targetName);
    assert.deepEqual(nameOf({}), ['all']);
    assert.deepEqual(nameOf({ provider: 'a', model: 'b' }), ['a/b']);
    assert.deepEqual(nameOf({ provider: 'a', model: '' }), ['a/?']);
  });
});
