// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Limits } from '../../src/call.ts';
import { readLimits } from '../../src/observe/response-reader.ts';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0);

describe('readLimits', () => {
  const table: [string, Record<string, string>, Limits][] = [
    ['no header at all', {}, { remaining: {} }],
    [
      'the headers of OpenAI',
      {
        'x-ratelimit-remaining-requests': '4999',
        'x-ratelimit-remaining-tokens': '0',
        'retry-after': '20',
        'retry-after-ms': '19500',
      },
      { remaining: { requests: 4999, tokens: 0 }, retryAfter: 19.5 },
    ],
    [
      'the headers of Anthropic',
      {
        'anthropic-ratelimit-requests-remaining': '49',
        'anthropic-ratelimit-tokens-remaining': '9000',
        'anthropic-ratelimit-output-tokens-remaining': '8000',
        'anthropic-ratelimit-input-tokens-remaining': '7000',
      },
      { remaining: { requests: 49, tokens: 9000 } },
    ],
    [
      'a date',
      { 'retry-after': 'Mon, 23 Nov 2026 12:00:30 GMT' },
      { remaining: {}, retryAfter: 30 },
    ],
    [
      'a date that is over',
      { 'retry-after': 'Mon, 23 Nov 2026 11:00:00 GMT' },
      { remaining: {}, retryAfter: 0 },
    ],
    [
      'what is no number',
      {
        'x-ratelimit-remaining-requests': 'many',
        'x-ratelimit-remaining-tokens': '-1',
        'retry-after': 'soon',
      },
      { remaining: {} },
    ],
  ];
  for (const [name, headers, expected] of table) {
    it(`reads ${name}`, () => {
      assert.deepEqual(
        readLimits({ get: name => headers[name] }, NOW),
        expected
      );
    });
  }
});
