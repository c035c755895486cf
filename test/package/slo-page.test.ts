// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import { burnWindowsOf, secondsOf } from '../../src/slo/objectives/windows.ts';
import { rulesOf } from '../../src/slo/rules/rules.ts';

const LANGUAGES = ['docs/slo.md', 'docs/slo.zh-CN.md'];

const EVERY_KIND = resolveObjectives({
  service: 'chat',
  objectives: [
    { name: 'a', kind: 'availability', target: 99.9 },
    { name: 'n', kind: 'availability', target: 99.9, source: 'events' },
    { name: 'e', kind: 'errorRate', max: 0.1 },
    { name: 'l', kind: 'latency', threshold: '2s', target: 99 },
    { name: 't', kind: 'throughput', min: '4/h', groupBy: ['model'] },
    { name: 'c', kind: 'cost', budget: 5 },
  ],
});

describe('the link of an alert', () => {
  const alerts = rulesOf(EVERY_KIND)
    .flatMap(({ file }) => file.groups.flatMap(({ rules }) => rules))
    .flatMap(rule => ('alert' in rule ? [rule] : []));

  it('is looked at for each of the alerts', () => {
    assert.ok(new Set(alerts.map(({ alert }) => alert)).size >= 15);
  });

  for (const { alert, annotations } of new Map(
    alerts.map(rule => [rule.alert, rule])
  ).values()) {
    it(`leads to a section with a text: ${alert}`, () => {
      const { runbook_url: url = '', description = '' } = annotations;
      const [path = '', fragment] = url.split('#');
      assert.ok(sectionOf(path, fragment).length > 40, url);
      assert.ok(description.includes(url), description);
      assert.match(description, /^.+\nLook at: .+\nDo first: .+$/s);
    });

    it(`leads to such a section in Chinese, too: ${alert}`, () => {
      const [, fragment] = (annotations['runbook_url'] ?? '').split('#');
      assert.ok(sectionOf('docs/slo.zh-CN.md', fragment).length > 10);
    });
  }
});

describe('the minutes to a page', () => {
  /** Minutes after which a share of failures has spent what a pair of windows allows, after hours without any. */
  const after = (target: number, share: number) => {
    const budget = 1 - target / 100;
    const { page, ticket } = burnWindowsOf(secondsOf('30d'));
    const minutes = (windows: typeof page) =>
      windows
        .map(({ long, factor }) => ({
          needed: Math.min(factor * budget, 0.9),
          long,
        }))
        .filter(({ needed }) => share > needed + 1e-9)
        .map(({ needed, long }) => (secondsOf(long) / 60) * (needed / share));
    return {
      page: Math.min(...minutes(page)),
      ticket: Math.min(...minutes(ticket)),
    };
  };

  for (const path of LANGUAGES) {
    it(`are those of the windows: ${path}`, () => {
      const rows = [
        ...readFileSync(path, 'utf8').matchAll(
          /^\| (99(?:\.\d+)?|95) \| (.+) \|$/gm
        ),
      ];
      assert.equal(rows.length, 5);
      const wrong = rows.flatMap(([, target = '', cells = '']) =>
        cells.split(' | ').flatMap((cell, column) => {
          const share = [1, 0.1, 0.02, 0.01][column] ?? 0;
          const { page, ticket } = after(Number(target), share);
          const [, stated] = /([\d.]+)/.exec(cell) ?? [];
          const expected =
            page < Infinity
              ? page
              : ticket < Infinity
                ? ticket / 60
                : undefined;
          const fits =
            expected === undefined
              ? stated === undefined
              : stated !== undefined &&
                Math.abs(Number(stated) - expected) <=
                  (expected < 10 ? 0.05 : 0.5);
          return fits ? [] : [`${target}, ${share}: ${cell}, ${expected}`];
        })
      );
      assert.deepEqual(wrong, []);
    });
  }
});

/** Text below the heading that a fragment leads to, up to the next heading. */
function sectionOf(path: string, fragment: string | undefined): string {
  const [, section = ''] =
    readFileSync(path, 'utf8')
      .split(/^#+ /m)
      .map(part => [part.split('\n')[0]?.toLowerCase(), part] as const)
      .find(([heading]) => heading === fragment) ?? [];
  return section.slice(section.indexOf('\n')).trim();
}
