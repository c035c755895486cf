// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { deepStrictEqual as equal } from 'node:assert/strict';
import {
  attemptsOf,
  budgetOf,
  ended,
  linesOf,
  operationsOf,
  seriesOf,
} from './played.mjs';

const DURATION = 'gen_ai.client.operation.duration';

export const runs = [
  {
    expect: {
      ...ended,
      'opens after three failures, and closes after the pause': played =>
        equal(linesOf(played), [
          'answered by the second provider',
          'answered by the second provider',
          '  Open',
          'answered by the second provider',
          'answered by the second provider',
          'answered by the second provider',
          '  HalfOpen',
          '  Closed',
          'answered by the first provider',
        ]),
      'leaves the first provider alone while open': played =>
        equal(attemptsOf(played), {
          'mock-server-error': 3,
          'claude-haiku-4-5': 5,
          'gpt-4o-mini': 1,
        }),
      'has both providers below one operation': played =>
        equal(operationsOf(played), [
          ...Array(3).fill([
            'chat mock-server-error server_error',
            'chat claude-haiku-4-5',
          ]),
          ...Array(2).fill(['chat claude-haiku-4-5']),
          ['chat gpt-4o-mini'],
        ]),
      'counts them by provider': played =>
        equal(seriesOf(played, DURATION, 'gen_ai.provider.name'), {
          openai: 4,
          anthropic: 5,
        }),
      'spends the budget of calls, and none of the operation': played => {
        equal(budgetOf(played, 'calls'), { good: 6, bad: 3, excluded: 0 });
        equal(budgetOf(played, 'answer-question'), {
          good: 6,
          bad: 0,
          excluded: 0,
        });
      },
    },
  },
];
