// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import sinon from 'sinon';
import { forgetReports, guarded, report, reportTo } from '../../src/guard.ts';

describe('guard', () => {
  beforeEach(forgetReports);
  afterEach(() => {
    forgetReports();
    reportTo(() => {});
  });

  it('gives the value of what it runs', () => {
    assert.equal(
      guarded('place', () => 7),
      7
    );
  });

  it('says what was thrown once for each place, and lets nothing through', () => {
    const reporter = sinon.spy();
    reportTo(reporter);
    const error = new Error('x');
    for (const place of ['a', 'b', 'a']) {
      assert.equal(
        guarded(place, () => {
          throw error;
        }),
        undefined
      );
    }
    const said = reporter.args.map(([place, text]) => [
      place as string,
      (text as string).replace(/ at .*guard\.test\.ts:\d+:\d+$/, ' at HERE'),
    ]);
    assert.deepEqual(said, [
      ['a', 'Error at HERE'],
      ['b', 'Error at HERE'],
    ]);
  });

  it('survives a reporter that throws', () => {
    reportTo(() => {
      throw new Error('logger');
    });
    assert.doesNotThrow(() => report('place', new Error('x')));
  });
});
