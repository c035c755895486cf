// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { deepStrictEqual as equal, ok } from 'node:assert/strict';
import { budgetOf, ended, linesOf, operationsOf, seriesOf } from './played.mjs';

const DURATION = 'gen_ai.client.operation.duration';
const REMAINING = 'genai.client.ratelimit.remaining';

export const runs = [
  {
    expect: {
      ...ended,
      'is never refused': played => {
        equal(linesOf(played), ['14 answered, 0 refused']);
        equal(seriesOf(played, DURATION, 'error.type'), { '': 14 });
      },
      'has four calls at a time': ({ spans }) =>
        ok(
          mostAtOnce(spans.filter(({ name }) => name.startsWith('chat'))) <= 4
        ),
      'keeps each call below its own operation': played =>
        equal(operationsOf(played), Array(14).fill(['chat gpt-4o-mini'])),
      'tells what is left, by kind': played =>
        equal(Object.keys(seriesOf(played, REMAINING, 'kind')).toSorted(), [
          'requests',
          'tokens',
        ]),
      'spends no budget': played =>
        equal(budgetOf(played, 'answer-question').bad, 0),
    },
  },
  {
    environment: { UNLIMITED: 'true' },
    expect: {
      'is refused without the limits': played => {
        const { rate_limit_exceeded: refused } = seriesOf(
          played,
          DURATION,
          'error.type'
        );
        ok(refused > 0);
        equal(budgetOf(played, 'answer-question').bad, refused);
        equal(seriesOf(played, 'genai.client.retry_after'), { '': refused });
      },
    },
  },
];

/** The most spans that were open at one time. */
function mostAtOnce(spans) {
  const open = at =>
    spans.filter(
      ({ startMs, tookMs }) => startMs <= at && at < startMs + tookMs
    ).length;
  return Math.max(...spans.map(({ startMs }) => open(startMs)));
}
