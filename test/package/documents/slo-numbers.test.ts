// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../src/cli/command.ts';
import {
  burnWindowsOf,
  costWindowsOf,
  secondsOf,
} from '../../../src/slo/objectives/windows.ts';
import { resolveObjectives } from '../../../src/slo/objectives/resolve.ts';
import { PERCENTS } from '../../../src/slo/objectives/schema/objective-schema.ts';
import {
  GREATEST_RATIO,
  leastBadEvents,
} from '../../../src/slo/rules/alerts/burn-thresholds.ts';
import { chinese, constant, found, part, percent, word } from './numbers.ts';
import { pages } from './pages.ts';

const { window, prometheus, objectives } = resolveObjectives({
  service: 'chat',
  objectives: [{ name: 'floor', kind: 'throughput', min: '10/min' }],
});
const [floor] = objectives;
assert.ok(floor?.kind === 'throughput');

const month = secondsOf('30d');
const { page, ticket } = burnWindowsOf(month);
const pairs = [...page, ...ticket];
/** Percent of the budget that is spent when a pair of windows pages. */
const spent = page.map(({ long, factor }) =>
  percent((factor * secondsOf(long)) / month)
);
/** The factors of a window that is too short for any other. */
const least = Object.values(burnWindowsOf(1))
  .flat()
  .map(({ factor }) => factor);
/** Part of the long window that a pair needs data for; the fastest needs none. */
const [needed, ...alsoNeeded] = pairs
  .slice(1)
  .map(({ long, atLeast }) => (atLeast * 60) / secondsOf(long));
const [spend] = costWindowsOf(month).page;
const pace = found('burn-alerts.ts', /<= ([\d.]+) \* \(/);
const shortest = found('calendar-input.ts', /length >= (\d+)/) / 60;
const longest = constant('calendar-input.ts', 'WEEK') / secondsOf('1d');
const [first, last] = ['FIRST_YEAR', 'LAST_YEAR'].map(name =>
  constant('time-zone.ts', name)
);
const ahead = found('calendar-rules.ts', /const AHEAD = '(\d+)m'/);
const silent = found('silence-rules.ts', /unless \$\{seen\('(\d+)m'\)\}/);
const mostlySpent = found('verdict.ts', /MOSTLY_SPENT = ([\d.]+);/);
const enough = found('verdict.ts', /ENOUGH = ([\d.]+);/);
const operations = constant('counter.ts', 'MAX_OPERATIONS');
const { minBadEvents } = prometheus;
const ticketEvents = leastBadEvents('ticket', minBadEvents);
const fastest = page[0]!.factor;
const target = percent(floor.target);

/** Rows of the table of factors: one column for each length of the window. */
function factorRows(
  head: (kind: string, tier: string, long: string, short: string) => string
): string[] {
  return (
    [
      ['', burnWindowsOf],
      ['cost', costWindowsOf],
    ] as const
  ).flatMap(([kind, windowsOf]) =>
    (['page', 'ticket'] as const).flatMap(tier =>
      windowsOf(month)[tier].map(({ long, short }, at) => {
        const cells = ['7d', '28d', '30d', '90d'].map(
          length => windowsOf(secondsOf(length))[tier][at]!.factor
        );
        return `| ${head(kind, tier, long, short)} | ${cells.join(' | ')} |`;
      })
    )
  );
}

/** Sentences of the pages, with the numbers that the code has now. */
const CLAIMS: Readonly<Record<string, readonly string[]>> = {
  'docs/slo.md': [
    ...factorRows(
      (kind, tier, long, short) =>
        `${kind === '' ? '' : 'cost: '}${tier}, ${long} and ${short}`
    ),
    `percent from ${PERCENTS.target.least} to below ${PERCENTS.target.below}, as in`,
    `check for exit code ${EXIT.missed}.`,
    `Exit code ${EXIT.wrong} means that the command failed`,
    `or more than ${part(mostlySpent)} of the budget are spent`,
    `there is data for less than ${part(enough)} of the window`,
    `\`min\` (\`10/min\`); \`target\`, ${target} |`,
    `the first ${word(operations)} are recorded`,
    `a \`duration\` (${shortest}m to ${longest}d)`,
    `clock changes from ${first} to ${last},`,
    `the rules read the calendar ${word(ahead)} minutes ahead`,
    `\`${window}\` (default)`,
    `${spent[0]} % in ${page[0]!.long} and ${spent[1]} % in ${page[1]!.long} page, with factors of ${least.slice(0, -1).join(', ')} and ${least.at(-1)} at least`,
    `only with at least ${word(minBadEvents)} bad events in the long window (\`prometheus.minBadEvents\`; ${word(ticketEvents)} for a ticket)`,
    `Fewer than ${word(minBadEvents)} failures do not page`,
    `Every pair but the fastest also needs data for ${part(needed!)} of its long window`,
    `A cost pages if a day spends ${word(spend!.factor)} days' worth of budget,`,
    `the day spends more than ${pace} times as much as the same day a week before`,
    `the alert fires after ${silent} minutes without any`,
  ],
  'docs/slo.zh-CN.md': [
    ...factorRows(
      (kind, tier, long, short) =>
        `${kind === '' ? '' : '成本：'}${tier}，${long} 和 ${short}`
    ),
    `percent from ${PERCENTS.target.least} to below ${PERCENTS.target.below}, as in`,
    `退出码为 ${EXIT.missed}，`,
    `退出码 ${EXIT.wrong} 表示命令本身出错`,
    `预算已用掉${chinese(mostlySpent)}以上`,
    `数据覆盖不到窗口的${chinese(enough)}`,
    `\`target\` 默认 ${target} |`,
    `最多保留${chinese(operations)}个`,
    `\`duration\`（${shortest}m 到 ${longest}d）`,
    `${first} 到 ${last} 年的时钟切换`,
    `日历会提前${chinese(ahead)}分钟读取`,
    `\`${window}\`（默认）`,
    `1h 内消耗 ${spent[0]}%、6h 内消耗 ${spent[1]}% 触发 page 级告警，四组数值的下限依次为 ${least.join('、')}。`,
    `不达标事件少于${chinese(minBadEvents)}个时，`,
    `ticket 级为${chinese(ticketEvents)}个`,
    `失败少于${chinese(minBadEvents)}次时`,
    `至少覆盖其长窗口的${chinese(needed!)}`,
    `一天花掉${chinese(spend!.factor)}天的额度，`,
    `超过一周前同一天的 ${pace} 倍`,
    `${silent} 分钟没有数据就会告警`,
  ],
  'docs/slo-export.md': [
    `${pairs.map(({ factor }, at) => `${factor} × ${at === 0 || at === 2 ? 'and' : at === 1 ? 'page,' : 'ticket'}`).join(' ')} |`,
    `A budget of more than 1/${fastest} (targets below ${(100 * (1 - 1 / fastest)).toFixed(1)} %) can never burn ${fastest} times too fast`,
    `a limit of ${percent(GREATEST_RATIO)} % instead`,
  ],
};

describe('numbers in the documents of objectives', () => {
  for (const [path, claims] of Object.entries(CLAIMS)) {
    it(`are those of the code: ${path}`, () => {
      const text = pages.get(path)!.replace(/\s+/g, ' ');
      assert.deepEqual(
        claims.filter(claim => !text.includes(claim)),
        []
      );
    });
  }

  it('have one sentence for several pairs of windows, which are alike', () => {
    assert.deepEqual(
      alsoNeeded.filter(one => one !== needed),
      []
    );
  });
});
