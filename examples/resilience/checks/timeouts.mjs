// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { deepStrictEqual as equal } from 'node:assert/strict';
import { budgetOf, ended, linesOf, operationsOf, seriesOf } from './played.mjs';

const DURATION = 'gen_ai.client.operation.duration';

export const runs = [
  {
    expect: {
      ...ended,
      'tells which patience ended': played =>
        equal(linesOf(played), [
          'connect: ConnectTimeoutError',
          'first byte: HeadersTimeoutError',
          'between chunks: BodyTimeoutError',
          'whole call: TimeoutError',
        ]),
      'has each in its span': played =>
        equal(
          operationsOf(played).map(([attempt]) => attempt.split(' ').at(-1)),
          [
            'UND_ERR_CONNECT_TIMEOUT',
            'UND_ERR_HEADERS_TIMEOUT',
            'UND_ERR_BODY_TIMEOUT',
            'timeout',
          ]
        ),
      'has each in the histogram': played =>
        equal(seriesOf(played, DURATION, 'error.type'), {
          UND_ERR_CONNECT_TIMEOUT: 1,
          UND_ERR_HEADERS_TIMEOUT: 1,
          UND_ERR_BODY_TIMEOUT: 1,
          timeout: 1,
        }),
      'leaves no request open': ({ requests }) =>
        equal(
          requests.map(({ outcome }) => outcome),
          ['left', 'left', 'left']
        ),
      'spends the budget of both': played => {
        const spent = { good: 0, bad: 4, excluded: 0 };
        equal(budgetOf(played, 'calls'), spent);
        equal(budgetOf(played, 'answer-question'), spent);
      },
    },
  },
];
