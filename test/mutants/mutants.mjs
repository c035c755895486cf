// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Ways to break a generated rule. `from` is replaced by `to` wherever it occurs in the rules of `file`. `test` is a part of
 * the name of the generated test that must fail in the short form; without it the mutant is tried in the long form only.
 * `survives` is the reason why no generated test can notice it.
 */
export const MUTANTS = [
  {
    file: 'availability',
    name: 'the page burns 20 × and not 14.4 ×',
    from: '> 0.0144',
    to: '> 0.02',
    test: 'the limit of 1h and 5m',
  },
  {
    file: 'availability',
    name: 'the page asks for less than the limit',
    from: 'error_ratio:1h{service="chat",slo="availability"} > 0.0144',
    to: 'error_ratio:1h{service="chat",slo="availability"} < 0.0144',
    test: 'a spike of two minutes',
  },
  {
    file: 'availability',
    name: 'the short window of the page is 30m and not 5m',
    from: 'error_ratio:5m{service="chat",slo="availability"} > 0.0144',
    to: 'error_ratio:30m{service="chat",slo="availability"} > 0.0144',
    test: 'an outage is one alert',
  },
  {
    file: 'availability',
    name: 'the slow page burns 9 × and not 6 ×',
    from: '> 0.006',
    to: '> 0.009',
    test: 'the limit of 6h and 30m',
  },
  {
    file: 'availability',
    name: 'the ticket burns 2 × and not 3 ×',
    from: '> 0.003',
    to: '> 0.002',
  },
  {
    file: 'availability',
    name: 'one failure is enough for an alert',
    from: '>= 4.5',
    to: '>= 0',
    test: '4 failures in an hour',
  },
  {
    file: 'availability',
    name: 'the slow page needs no 90 minutes of data',
    from: '>= 5400',
    to: '>= 0',
    test: 'the first 90 minutes',
  },
  {
    file: 'availability',
    name: '429 is excluded',
    from: '402|insufficient_quota',
    to: '402|429|insufficient_quota',
    test: 'each kind of failure',
  },
  {
    file: 'availability',
    name: '401 is counted',
    from: '|401|403|',
    to: '|403|',
    test: 'each kind of failure',
  },
  {
    file: 'availability',
    name: 'aborted calls are counted',
    from: '|aborted|AbortError',
    to: '|AbortError',
    test: 'each kind of failure',
  },
  {
    file: 'availability',
    name: 'rates are of 30 minutes',
    from: '[5m]',
    to: '[30m]',
    test: 'a failure that begins a series',
  },
  {
    file: 'availability',
    name: 'the target is not told apart by model',
    from: 'gen_ai_provider_name, gen_ai_request_model)',
    to: 'gen_ai_provider_name)',
    test: 'none: one target a test',
    survives:
      'each generated test has one target; the label is compared by test/unit/slo',
  },
  {
    file: 'availability',
    name: 'a page does not stay after its condition',
    from: 'keep_firing_for: 1h',
    to: 'keep_firing_for: 0s',
    test: 'an outage is one alert',
  },
  {
    file: 'availability',
    name: 'the budget is of 20 days',
    from: '[30d]',
    to: '[20d]',
  },
  {
    file: 'availability',
    name: 'no failure is no data',
    from: ' or ignoring (service, slo) 0 * genai_slo:total:rate5m{service="chat",slo="availability"}',
    to: '',
    test: 'a failure that begins a series',
  },
  {
    file: 'availability',
    name: 'data is missed after two hours',
    from: '[15m]',
    to: '[2h]',
    test: 'data that is gone',
  },
  {
    file: 'availability',
    name: 'half of the budget is seven tenths',
    from: '<= 0.5',
    to: '<= 0.3',
    test: 'half of the budget',
  },
  {
    file: 'latency',
    name: 'answers of three seconds are good',
    from: 'le=~"2(',
    to: 'le=~"3(',
    test: 'each kind of failure',
  },
  {
    file: 'latency',
    name: 'failures are answers',
    from: 'error_type="",le',
    to: 'le',
    test: 'each kind of failure',
  },
  {
    file: '_causes',
    name: 'refused credentials need 25 failures',
    from: '>= 2.5',
    to: '>= 25',
    test: 'a few calls an hour',
  },
  {
    file: '_causes',
    name: 'causes need a fifth of the calls',
    from: '> 0.05',
    to: '> 0.2',
    test: 'above the share',
  },
  {
    file: '_causes',
    name: 'two jobs of the service hold pages back',
    from: '(.*/)?chat([-_./:].*)?',
    to: 'chat',
    test: 'a job of another name',
  },
];
