// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  burn,
  count,
  days,
  moment,
  percent,
  seconds,
} from '../../../../src/slo/report/numbers.ts';

const CASES: readonly (readonly [shown: string, expected: string])[] = [
  [percent(0.9993), '99.9300 %'],
  [percent(0.998_999_999), '99.8999 %'],
  [percent(0.999_999_99), '99.9999 %'],
  [percent(1), '100.0000 %'],
  [percent(0), '0.0000 %'],
  [percent(1.37, 1), '137.0 %'],
  [percent(undefined), '–'],
  [count(0), '0'],
  [count(-0.04), '0'],
  [count(0.21), '0.2'],
  [count(99.94), '99.9'],
  [count(1234.5), '1,235'],
  [count(-444), '-444'],
  [burn(14.42), '14.4×'],
  [burn(0.5), '0.50×'],
  [burn(undefined), '–'],
  [days(4.44), '4.4 d'],
  [days(undefined), '–'],
  [seconds(0.0123456), '12.3 ms'],
  [seconds(0.999), '999 ms'],
  [seconds(1), '1 s'],
  [seconds(12.345), '12.3 s'],
  [seconds(undefined), '–'],
  [moment('2026-11-26T10:05:59.999Z'), '2026-11-26 10:05 UTC'],
];

describe('numbers of a report', () => {
  for (const [index, [shown, expected]] of CASES.entries()) {
    it(`${index}: says ${expected}`, () => {
      assert.equal(shown, expected);
    });
  }

  it('never show a share that misses its target as if it met it', () => {
    for (const target of [0.9, 0.99, 0.995, 0.999, 0.9995, 0.9999]) {
      for (const hair of [1e-6, 1e-8, 1e-10]) {
        assert.notEqual(percent(target - hair), percent(target));
      }
      assert.equal(
        parseFloat(percent(target)),
        Number((100 * target).toFixed(4))
      );
    }
  });
});
