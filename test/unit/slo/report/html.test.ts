// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { sampleReport } from '../../../fixtures/slo/sample-report.ts';
import { htmlReport } from '../../../../src/slo/report/formats/html.ts';
import { Random } from '../random.ts';
import { randomReport } from './random-report.ts';
import { emptyReport, smallReport } from './small-report.ts';

describe('report as a page', () => {
  it('has a budget that is over, with a mark where it ended', () => {
    const page = htmlReport(smallReport());
    assert.ok(
      page.includes(
        '<div class="fill exhausted" style="width:100.0%"></div><div class="end" style="left:73.0%"></div></div><span>137.0 % of the budget: 137 of 100 calls; the mark is 100 %</span>'
      )
    );
  });

  it('has no mark on a budget that is left', () => {
    const budget = { allowed: 100, spent: 40, left: 60, used: 0.4 };
    const page = htmlReport(smallReport({ budget }));
    assert.ok(
      page.includes(
        '<div class="fill exhausted" style="width:40.0%"></div></div><span>40.0 % of the budget: 40 of 100 calls</span>'
      )
    );
  });

  it('has a bar of each day: over, within, and none', () => {
    assert.deepEqual(
      [
        ...htmlReport(smallReport()).matchAll(
          /<rect class="(\w+)"[^>]*><title>([^<]*)/g
        ),
      ].map(([, name, title]) => [name, title]),
      [
        ['bar', '2026-11-23: 0 %, 0 of 5,000'],
        ['none', '2026-11-24: no events'],
        ['over', '2026-11-25: 2.74 %, 137 of 5,000'],
      ]
    );
  });

  it('says in words what a chart shows', () => {
    assert.ok(
      htmlReport(smallReport()).includes(
        'role="img" aria-label="Bad events per day: at most 2.74 %, allowed 1.00 %"'
      )
    );
  });

  it('says that nothing was recorded', () => {
    assert.ok(
      htmlReport(emptyReport()).includes(
        '<p>No data: nothing was recorded.</p>\n</section>'
      )
    );
  });

  it('has text where a name would be markup', () => {
    const model = `<script>alert("1" & '2')</script>\u202e\u0000`;
    const page = htmlReport(
      smallReport({
        labels: { model },
        reason: model,
        errors: [
          { errorType: model, errorClass: 'unknown', count: 1, verdict: 'bad' },
        ],
      })
    );
    const text =
      '&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;\ufffd\ufffd';
    // Row and heading of the target, its reason, its error; the row may break after a slash.
    assert.equal(page.replaceAll('/<wbr>', '/').split(text).length - 1, 4);
    assert.doesNotMatch(page, /<script/);
  });

  it('needs nothing else: no script, no address to fetch', () => {
    assert.doesNotMatch(
      htmlReport(sampleReport),
      /<script|<link|<img|<iframe|@import|url\(|\ssrc=|\shref=/
    );
  });

  it('is well nested, whatever the names and numbers', () => {
    const random = new Random(6);
    for (let run = 0; run < 200; run++) {
      const page = htmlReport(randomReport(random));
      assert.doesNotMatch(page, /undefined|NaN|Infinity|\[object/);
      assertNested(page);
    }
  });
});

const WITHOUT_END = new Set(['meta', 'wbr']);

/** Every element that begins ends, in order; an attribute has quotes. */
function assertNested(page: string): void {
  const open: string[] = [];
  for (const [tag, end, name = '', attributes = ''] of page
    .replace('<!doctype html>', '')
    .matchAll(/<(\/?)([a-z]\w*)((?:\s[^<>]*)?)>/g)) {
    if (end === '/') assert.equal(open.pop(), name, tag);
    else if (!WITHOUT_END.has(name) && !attributes.endsWith('/')) {
      open.push(name);
    }
    assert.match(attributes, /^(?:\s[\w-]+="[^"]*")*\/?$/, tag);
  }
  assert.deepEqual(open, []);
}
