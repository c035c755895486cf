// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  ERROR_CLASSES,
  ERROR_CLASS_NAMES,
  errorClassOf,
  type ErrorClass,
} from '../../../src/slo/objectives/error-classes.ts';
import type { Verdict } from '../../../src/slo/objectives/objective.ts';
import { errorMatchers } from '../../../src/slo/objectives/error-matchers.ts';
import { sampleError } from '../../../src/slo/rule-tests/rehearsal.ts';
import { Random } from './random.ts';

/** What providers, Node.js and undici really say, from the pages of wire-mapping and the fixtures. */
const KNOWN: Readonly<Record<string, ErrorClass>> = {
  500: 'server',
  503: 'server',
  529: 'server',
  overloaded_error: 'server',
  UNAVAILABLE: 'server',
  InternalServerException: 'server',
  timeout: 'timeout',
  504: 'server',
  408: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  DEADLINE_EXCEEDED: 'timeout',
  ECONNRESET: 'network',
  ECONNREFUSED: 'network',
  ENOTFOUND: 'network',
  EAI_AGAIN: 'network',
  UND_ERR_SOCKET: 'network',
  ERR_HTTP2_STREAM_ERROR: 'network',
  429: 'throttled',
  rate_limit_exceeded: 'throttled',
  rate_limit_error: 'throttled',
  RESOURCE_EXHAUSTED: 'throttled',
  ThrottlingException: 'throttled',
  402: 'quota',
  insufficient_quota: 'quota',
  401: 'auth',
  invalid_api_key: 'auth',
  authentication_error: 'auth',
  AccessDeniedException: 'auth',
  400: 'request',
  404: 'request',
  model_not_found: 'request',
  context_length_exceeded: 'request',
  decimal_above_max_value: 'request',
  string_above_max_length: 'request',
  unsupported_country_region_territory: 'auth',
  invalid_request_error: 'request',
  ValidationException: 'request',
  aborted: 'aborted',
  AbortError: 'aborted',
  content_filter: 'filtered',
  _OTHER: 'unknown',
  something_new: 'unknown',
  '5000': 'unknown',
  x401: 'unknown',
};

describe('error classes', () => {
  for (const [errorType, expected] of Object.entries(KNOWN)) {
    it(`${errorType} is ${expected}`, () => {
      assert.equal(errorClassOf(errorType), expected);
    });
  }

  it('has every row in one class only', () => {
    for (const [name, rows] of Object.entries(ERROR_CLASSES)) {
      for (const row of rows) {
        const sample = row.replace('[0-9][0-9]', '03').replace(/\[.*$/, 'X');
        const others = Object.entries(ERROR_CLASSES).filter(
          ([other, patterns]) =>
            other !== name &&
            new RegExp(`^(?:${patterns.join('|')})$`).test(sample)
        );
        assert.deepEqual(others, [], sample);
      }
    }
  });

  it('goes by the status where no row knows the code', () => {
    const classes = [400, 401, 402, 403, 404, 408, 422, 429, 499, 500, 503].map(
      status => errorClassOf('a_code_of_their_own', status)
    );
    assert.deepEqual(classes, [
      'request',
      'auth',
      'quota',
      'auth',
      'request',
      'timeout',
      'request',
      'throttled',
      'request',
      'server',
      'server',
    ]);
    assert.equal(errorClassOf('a_code_of_their_own', 200), 'unknown');
    assert.equal(errorClassOf('a_code_of_their_own', 399), 'unknown');
    assert.equal(errorClassOf('insufficient_quota', 429), 'quota');
  });
});

describe('matchers of errors', () => {
  const seed = 5;

  it(`count every type as its class says, whatever the verdicts (seed ${seed})`, () => {
    const random = new Random(seed);
    const types = [
      '',
      ...Object.keys(KNOWN),
      ...(Object.keys(ERROR_CLASSES) as (keyof typeof ERROR_CLASSES)[]).map(
        sampleError
      ),
    ];
    for (let round = 0; round < 300; round++) {
      const classes = Object.fromEntries(
        ERROR_CLASS_NAMES.map(name => [
          name,
          random.of(['bad', 'good', 'exclude'] as const),
        ])
      ) as Record<ErrorClass, Verdict>;
      const { total, bad } = errorMatchers(classes);
      for (const type of types) {
        const verdict = type === '' ? 'good' : classes[errorClassOf(type)];
        const said = JSON.stringify({ type, classes, total, bad });
        assert.equal(selects(total, type), verdict !== 'exclude', said);
        assert.equal(selects(bad, type), verdict === 'bad', said);
      }
    }
  });
});

/** As Prometheus does: every matcher holds, patterns for the whole value, and a label that is not there is empty. */
function selects(matchers: readonly string[], value: string): boolean {
  return matchers.every(matcher => {
    const [, operator, text] =
      /^error_type(=~|!~|!=|=)(".*")$/.exec(matcher) ?? [];
    assert.ok(operator !== undefined && text !== undefined, matcher);
    const given = JSON.parse(text) as string;
    const holds = operator.endsWith('~')
      ? new RegExp(`^(?:${given})$`).test(value)
      : value === given;
    return operator.startsWith('!') ? !holds : holds;
  });
}
