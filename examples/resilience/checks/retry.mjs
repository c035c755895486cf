// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { deepStrictEqual as equal, ok } from 'node:assert/strict';
import { retryAfterMs } from '../retry-after.mjs';
import { isWorthRetrying } from '../worth-retrying.mjs';
import {
  attemptsOf,
  budgetOf,
  ended,
  linesOf,
  operationsOf,
  seriesOf,
} from './played.mjs';

const DURATION = 'gen_ai.client.operation.duration';
const NOW = Date.UTC(2026, 0, 1);

export const runs = [
  {
    expect: {
      ...ended,
      'tries again what may succeed, and only that': played =>
        equal(attemptsOf(played), {
          'mock-retry-after-seconds': 2,
          'mock-retry-after-date': 2,
          'mock-server-error-twice': 3,
          'mock-server-error': 4,
          'mock-400': 1,
          'mock-401': 1,
          'mock-403': 1,
          'mock-404': 1,
          'mock-quota': 1,
        }),
      'comes no earlier than the provider asked': ({ requests }) => {
        const [refused, again, refusedTo, againAt] = requests;
        ok(again.at - refused.at >= 1000);
        ok(againAt.at >= refusedTo.at + 1000);
      },
      'adds at most a tenth to the wait in seconds': played =>
        ok(waitsOf(played)[0] >= 1000 && waitsOf(played)[0] <= 1100),
      'guesses exponentially where nothing was said': played => {
        const guessed = waitsOf(played).slice(2);
        const most = [200, 400, 200, 400, 800];
        equal(guessed.length, most.length);
        ok(guessed.every((wait, index) => wait < most[index]));
      },
      'reads milliseconds, seconds and dates, and nothing else': () => {
        const read = fields => retryAfterMs(new Headers(fields), NOW);
        const date = 'Thu, 01 Jan 2026 00:00:07 GMT';
        equal(read({ 'retry-after': '3' }), 3000);
        equal(read({ 'retry-after': date }), 7000);
        equal(read({ 'retry-after': '0' }), 0);
        equal(read({ 'retry-after': '3', 'retry-after-ms': '120' }), 120);
        equal(read({ 'retry-after': 'soon' }), undefined);
        equal(read({}), undefined);
      },
      'does not wait for an hour, nor for money': () => {
        const refused = (seconds, code) => ({
          status: 429,
          code,
          headers: new Headers({ 'retry-after': seconds }),
        });
        equal(isWorthRetrying(refused('60', 'rate_limit_exceeded')), true);
        equal(isWorthRetrying(refused('61', 'rate_limit_exceeded')), false);
        equal(isWorthRetrying(refused('1', 'insufficient_quota')), false);
      },
      'has every attempt below its operation, with its number': played =>
        equal(operationsOf(played), [
          [
            'chat mock-retry-after-seconds rate_limit_exceeded',
            'chat mock-retry-after-seconds 1',
          ],
          [
            'chat mock-retry-after-date rate_limit_exceeded',
            'chat mock-retry-after-date 1',
          ],
          [
            'chat mock-server-error-twice server_error',
            'chat mock-server-error-twice 1 server_error',
            'chat mock-server-error-twice 2',
          ],
          [
            'chat mock-server-error server_error',
            'chat mock-server-error 1 server_error',
            'chat mock-server-error 2 server_error',
            'chat mock-server-error 3 server_error',
          ],
          ['chat mock-400 decimal_above_max_value'],
          ['chat mock-401 invalid_api_key'],
          ['chat mock-403 unsupported_country_region_territory'],
          ['chat mock-404 model_not_found'],
          ['chat mock-quota insufficient_quota'],
        ]),
      'counts attempts by error.type': played =>
        equal(seriesOf(played, DURATION, 'error.type'), {
          '': 3,
          rate_limit_exceeded: 2,
          server_error: 6,
          decimal_above_max_value: 1,
          invalid_api_key: 1,
          unsupported_country_region_territory: 1,
          model_not_found: 1,
          insufficient_quota: 1,
        }),
      'records the waits that were asked for': played =>
        equal(
          seriesOf(played, 'genai.client.retry_after', 'gen_ai.request.model'),
          { 'mock-retry-after-seconds': 1, 'mock-retry-after-date': 1 }
        ),
      'spends the budget of calls by attempts': played =>
        equal(budgetOf(played, 'calls'), { good: 3, bad: 8, excluded: 5 }),
      'spends that of the operation once, for the one not answered': played =>
        equal(budgetOf(played, 'answer-question'), {
          good: 3,
          bad: 1,
          excluded: 5,
        }),
    },
  },
  {
    environment: { MODELS: 'mock-rate-limit' },
    expect: {
      'never multiplies what was asked for': played => {
        const waits = waitsOf(played);
        equal(waits.length, 3);
        ok(waits.every(wait => wait >= 120 && wait <= 132));
      },
      'spends the budget when rate limits outlast it': played =>
        equal(budgetOf(played, 'answer-question'), {
          good: 0,
          bad: 1,
          excluded: 0,
        }),
    },
  },
];

/** Waits that were chosen, of the lines that say so. */
function waitsOf(played) {
  return linesOf(played)
    .map(line => / in (\d+) ms /.exec(line)?.[1])
    .filter(Boolean)
    .map(Number);
}
