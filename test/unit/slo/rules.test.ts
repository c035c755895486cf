// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { resolveObjectives } from '../../../src/slo/objectives/resolve.ts';
import type { ObjectiveInput } from '../../../src/slo/objectives/objective-input.ts';
import { rulesOf, type RuleOptions } from '../../../src/slo/rules/rules.ts';
import {
  assertAccepted,
  assertTestsPass,
  filesOf,
} from '../../support/promtool.ts';

const DURATION = 'gen_ai_client_operation_duration';
const availability: ObjectiveInput = {
  name: 'slo',
  kind: 'availability',
  target: 99,
};

describe('rules, as promtool evaluates them', () => {
  it('judge a latency by the processes that have its boundary', function () {
    const latency: ObjectiveInput = {
      name: 'slo',
      kind: 'latency',
      threshold: '2s',
      target: 99,
    };
    // As while a threshold that is new is rolled out: all answers are fast.
    const series = {
      [`${DURATION}_count{${labels({ instance: 'old' })}}`]: '0+60x120',
      [`${DURATION}_bucket{${labels({ instance: 'old', le: '5' })}}`]:
        '0+60x120',
      [`${DURATION}_count{${labels({ instance: 'new' })}}`]: '0+60x120',
      [`${DURATION}_bucket{${labels({ instance: 'new', le: '2' })}}`]:
        '0+60x120',
    };
    evaluate(this, latency, series, {
      'sum(genai_slo:total:rate5m)': 1,
      'sum(genai_slo:bad:rate5m)': 0,
      'count(ALERTS{alertname="GenAISLOBurn"}) or vector(0)': 0,
      // And yet somebody hears of those that have none.
      'count(ALERTS{alertname="GenAISLOBucketMissing",alertstate="firing"})': 1,
    });
  });

  for (const [min, perMinute, bad] of [
    ['10/min', 10, 0],
    ['7/min', 7, 0],
    ['2/s', 120, 0],
    ['10/min', 9.9, 1],
  ] as const) {
    it(`take ${perMinute} answers a minute for ${bad ? 'less than' : ''} ${min}`, function () {
      evaluate(
        this,
        { name: 'slo', kind: 'throughput', min },
        { [`${DURATION}_count{${labels()}}`]: `0+${perMinute}x120` },
        { 'sum(genai_slo:bad:rate5m) * 60': bad }
      );
    });
  }

  it('weigh targets by their events in the series of Sloth', function () {
    // Two minutes of failures of a model that was new, beside 200 minutes of good answers.
    const series = {
      [`${DURATION}_count{${labels()}}`]: '0+100x200',
      [`${DURATION}_count{${labels({ gen_ai_request_model: 'new' })}}`]:
        '_x180 0+0x2 stale',
      [`${DURATION}_count{${labels({ gen_ai_request_model: 'new', error_type: '500' })}}`]:
        '_x180 0+100x2 stale',
    };
    evaluate(
      this,
      availability,
      series,
      {
        'round(slo:sli_error:ratio_rate1d, 0.01)': 0.01,
        'slo:sli_error:ratio_rate5m': 0,
      },
      { at: 200, options: { sloth: true } }
    );
  });

  it('do not add up percentages in the series of before', function () {
    const series = {
      [`${DURATION}_count{${labels({ gen_ai_operation_name: 'chat' })}}`]:
        '0+60x120',
      [`${DURATION}_count{${labels({ gen_ai_operation_name: 'embeddings' })}}`]:
        '0+60x120',
    };
    evaluate(
      this,
      { ...availability, groupBy: ['operation'] },
      series,
      {
        'max(ai_api_current_slo_percentage)': 100,
        'count(ai_api_current_slo_percentage)': 2,
      },
      { options: { compat: true } }
    );
  });

  it('say a description as it is, whatever Prometheus would make of it', function () {
    evaluate(
      this,
      {
        ...availability,
        target: 99.8,
        description: 'See {{ docs }}, {{ $value }}.',
      },
      { [`${DURATION}_count{${labels({ error_type: '500' })}}`]: '0+60x160' },
      { 'count(ALERTS{alertname="GenAISLOBurn",severity="page"})': 1 },
      {
        // A budget of 0.2 % of 30 days is 86 minutes in which every call fails, and the alert waits for an hour.
        at: 160,
        alerts: {
          alertname: 'GenAISLOBudgetExhausted',
          annotations: {
            summary: 'acme/m of chat: the 30d budget of slo is spent',
            description: [
              '-84.03% of it is left; below 0 % it is overspent. Until there is data of a whole window, its traffic is taken to go on as it did. See {{ docs }}, {{ $value }}.',
              'Look at: the report, what consumed the budget; docs/slo.md#genaislobudgetexhausted.',
              'Do first: agree on what changes: fewer releases, another provider, or another objective.',
            ].join('\n'),
            runbook_url: 'docs/slo.md#genaislobudgetexhausted',
          },
        },
      }
    );
  });
});

function labels(more: Readonly<Record<string, string>> = {}): string {
  const all = {
    job: 'app',
    gen_ai_provider_name: 'acme',
    gen_ai_request_model: 'm',
    ...more,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
}

/** Has promtool check the rules of an objective, and what they make of series after so many minutes. */
function evaluate(
  test: Mocha.Context,
  objective: ObjectiveInput,
  series: Readonly<Record<string, string>>,
  expected: Readonly<Record<string, number>>,
  {
    at = 100,
    options = {},
    alerts,
  }: {
    readonly at?: number;
    readonly options?: RuleOptions;
    readonly alerts?: {
      readonly alertname: string;
      readonly annotations: Readonly<Record<string, string>>;
    };
  } = {}
): void {
  const rules = rulesOf(
    resolveObjectives({ service: 'chat', objectives: [objective] }),
    options
  );
  const files = filesOf(rules);
  const check = ['check', 'rules', '--lint-fatal', ...Object.keys(files)];
  assertAccepted(test, check, files);
  assertTestsPass(test, rules, [
    {
      interval: '1m',
      input_series: Object.entries(series).map(([name, values]) => ({
        series: name,
        values,
      })),
      promql_expr_test: Object.entries(expected).map(([expr, value]) => ({
        // Without labels, which are not what is asked.
        expr: `sum(${expr})`,
        eval_time: `${at}m`,
        exp_samples: [{ labels: '{}', value }],
      })),
      alert_rule_test:
        alerts === undefined
          ? []
          : [
              {
                eval_time: `${at}m`,
                alertname: alerts.alertname,
                exp_alerts: [
                  {
                    exp_labels: {
                      severity: 'ticket',
                      service: 'chat',
                      slo: 'slo',
                      gen_ai_provider_name: 'acme',
                      gen_ai_request_model: 'm',
                    },
                    exp_annotations: alerts.annotations,
                  },
                ],
              },
            ],
    },
  ]);
}
