// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { sampleReport } from '../../../fixtures/slo/sample-report.ts';
import { tableReport } from '../../../../src/slo/report/formats/table.ts';
import { widthOf } from '../../../../src/slo/report/formats/terminal-text.ts';
import { Random } from '../random.ts';
import { randomReport } from './random-report.ts';
import { emptyReport, smallReport } from './small-report.ts';

const plain = { color: false, width: 120 };

describe('report for a terminal', () => {
  it('has a row of each target, and below it what there is to say', () => {
    assert.equal(
      tableReport(smallReport(), plain),
      `chat, 7d up to 2026-11-26 10:00 UTC: budget spent
http://127.0.0.1:9090/, 10 queries in 0.5 s
  up: budget spent
Nothing pages now.
! data is old

up  99 % of the calls succeed
  target  status           SLI  events  allowed  spent  left     used  burn 1h  6h     3d  days left  coverage
  openai  exhausted  98.6300 %  10,000      100    137   -37  137.0 %    0.50×   –  12.3×          –    50.0 %
    137 % of the budget spent
    errors: 429 (throttled) 137
    worst hour: 2026-11-25 03:00–04:00 UTC, 20.00 % bad
    bad per day: ▁ █
`
    );
  });

  it('puts names above where there is little room', () => {
    assert.equal(
      tableReport(smallReport(), { color: false, width: 44 }),
      `chat, 7d up to 2026-11-26 10:00 UTC: budget
spent
http://127.0.0.1:9090/, 10 queries in 0.5 s
  up: budget spent
Nothing pages now.
! data is old

up  99 % of the calls succeed
    status           SLI     used  burn 1h
  openai
    exhausted  98.6300 %  137.0 %    0.50×
    137 % of the budget spent
    errors: 429 (throttled) 137
    worst hour: 2026-11-25 03:00–04:00 UTC,
    20.00 % bad
    bad per day: ▁ █
`
    );
  });

  it('says that nothing was recorded', () => {
    assert.equal(
      tableReport(emptyReport(), plain),
      `chat, 7d up to 2026-11-26 10:00 UTC: budget spent
http://127.0.0.1:9090/, 10 queries in 0.5 s
  up: no data
Nothing pages now.

up  99 % of the calls succeed
  no data: nothing was recorded
`
    );
  });

  it('says why there is no verdict', () => {
    const reason = 'data of 6.7 % of the window only';
    const text = tableReport(
      smallReport({ status: 'insufficient-data', reason }),
      plain
    );
    assert.match(text, new RegExp(`\n    ${reason}\n`));
  });

  it('is the same with colours, and ends each on its line', () => {
    for (const width of [60, 120]) {
      const colored = tableReport(sampleReport, { color: true, width });
      assert.equal(
        colored.replace(SGR, ''),
        tableReport(sampleReport, { color: false, width })
      );
      assert.ok(colored.includes('\u001b[35mexhausted\u001b[0m'));
      for (const line of colored.split('\n')) {
        const codes = line.match(SGR) ?? [];
        if (codes.length > 0) assert.equal(codes.at(-1), '\u001b[0m', line);
      }
    }
  });

  it('lets no name speak to the terminal', () => {
    const model = '\u001b[31mred\u001b]0;title\u0007\r\nnext\u202egnp\u009b2J';
    for (const color of [false, true]) {
      const text = tableReport(smallReport({ labels: { model } }), {
        color,
        width: 200,
      }).replace(SGR, '');
      assert.match(text, /\n {2}.\[31mred.\]0;title. next.gnp.2J {2}/u);
      assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
    }
  });

  it('fits every width, and numbers are numbers', () => {
    const random = new Random(4);
    const reports = [
      sampleReport,
      ...Array.from({ length: 8 }, () => randomReport(random)),
    ];
    for (const [index, report] of reports.entries()) {
      for (let width = 40; width <= 240; width++) {
        const text = tableReport(report, { color: false, width });
        for (const line of text.split('\n')) {
          assert.ok(widthOf(line) <= width, `${index}, ${width}: ${line}`);
          assert.equal(line, line.trimEnd());
        }
        assert.doesNotMatch(text, /undefined|NaN|Infinity|\[object/);
      }
    }
  });
});

// eslint-disable-next-line no-control-regex -- what a colour begins with
const SGR = /\u001b\[\d+m/g;
