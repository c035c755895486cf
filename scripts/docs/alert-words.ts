// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The words of the tables of docs/slo.md and docs/slo.zh-CN.md; their names and numbers come from the code.
import type { Cause, HANGING } from '../../src/slo/rules/alerts/causes.ts';
import type { BurnWindow } from '../../src/slo/objectives/windows.ts';

/** When each alert fires, in the language of a page. */
export interface AlertWords {
  readonly unknownErrors: string;
  readonly burn: (windows: readonly BurnWindow[]) => string;
  readonly halfSpent: string;
  readonly exhausted: string;
  readonly noData: string;
  readonly notCounted: string;
  readonly bucketMissing: string;
  readonly selectorMissing: string;
  readonly cause: (cause: Cause) => string;
  readonly hanging: (hanging: typeof HANGING) => string;
}

export const ENGLISH: AlertWords = {
  unknownErrors: 'everything else',
  burn: windows =>
    `the budget burns ${windows
      .map(({ long, short, factor }) => `${factor} × over ${long} and ${short}`)
      .join(', or ')}`,
  halfSpent: 'half of the budget is spent',
  exhausted: 'all of the budget is spent',
  noData: 'a target has no data although it had at such a time',
  notCounted:
    'there are calls, and no events of an objective with `source: events`',
  bucketMissing: 'a process has no boundary at the threshold of a latency',
  selectorMissing:
    'several jobs make calls, and no selector says which is meant; pages are held back',
  cause: ({ error, share, threshold, window }) =>
    `${error}: over ${100 * share} % of the calls, and ${threshold} or more in ${window}; where there are few calls, in 6h and in the last hour`,
  hanging: ({ threshold, seconds, times }) =>
    `${threshold} calls or more are open, which take more than ${seconds / 60} minutes at the pace at which calls end, and ${times} times as long as usual`,
};

export const CHINESE: AlertWords = {
  unknownErrors: '其余所有错误',
  burn: windows =>
    `燃烧率${windows
      .map(
        ({ long, short, factor }) => `在 ${long} 和 ${short} 内都超过 ${factor}`
      )
      .join('，或者')}`,
  halfSpent: '预算已用掉一半',
  exhausted: '预算已全部用完',
  noData: '监控对象以往此时有数据，现在没有',
  notCounted: '有调用，但使用 `source: events` 的目标没有事件',
  bucketMissing: '某个进程在延迟目标的阈值处没有分桶边界',
  selectorMissing:
    '多个 job 都有调用，而没有 selector 指明是哪一个；page 级告警暂不发出',
  cause: ({ error, share, threshold, window }) =>
    `${error} 类错误：占调用的 ${100 * share}% 以上，且 ${window} 内不少于 ${threshold} 次；调用很少时，次数按 6h、占比按最近一小时计算`,
  hanging: ({ threshold, seconds, times }) =>
    `未结束的调用不少于 ${threshold} 个，按当前的结束速度还需要 ${seconds / 60} 分钟以上，且是平时的 ${times} 倍以上`,
};
