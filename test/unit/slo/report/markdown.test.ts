// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { markdownReport } from '../../../../src/slo/report/formats/markdown.ts';
import { Random } from '../random.ts';
import { randomReport } from './random-report.ts';
import { emptyReport, smallReport } from './small-report.ts';

describe('report in Markdown', () => {
  it('has a table of each objective, and what there is to say', () => {
    assert.equal(
      markdownReport(smallReport()),
      `# chat: budget spent

7d up to 2026-11-26 10:00 UTC; 10 queries in 0.5 s.

- up: **budget spent**

Nothing pages now.

> **Warning** data is old

## up

99 % of the calls succeed.

| target | status | SLI | events | allowed | spent | left | used | burn 1h | 6h | 3d | days left | coverage |
| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |
| openai | exhausted | 98.6300 % | 10,000 | 100 | 137 | -37 | 137.0 % | 0.50× | – | 12.3× | – | 50.0 % |

- openai
  - 137 % of the budget spent
  - errors: 429 (throttled) 137
  - worst hour: 2026-11-25 03:00–04:00 UTC, 20.00 % bad
`
    );
  });

  it('says that nothing was recorded', () => {
    assert.match(
      markdownReport(emptyReport()),
      /\nNo data: nothing was recorded\.\n$/
    );
  });

  it('has text where a name would be markup', () => {
    const model = '<script>|`x` [a](b)\n# *y* & _z_';
    assert.match(
      markdownReport(smallReport({ labels: { model } })),
      /\n\| \\<script\\>\\\|\\`x\\` \\\[a\\\]\(b\) \\# \\\*y\\\* \\& \\_z\\_ \| exhausted \|/
    );
  });

  it('has rows of as many cells as their head, whatever the names and numbers', () => {
    const random = new Random(5);
    for (let run = 0; run < 200; run++) {
      const text = markdownReport(randomReport(random));
      assert.doesNotMatch(text, /undefined|NaN|Infinity|\[object/);
      let cells = 0;
      for (const line of text.split('\n')) {
        const found = line.match(/(?<!\\)\|/g)?.length ?? 0;
        if (line.startsWith('|')) assert.equal(found, cells || found, line);
        cells = line.startsWith('|') ? found : 0;
      }
    }
  });
});
