// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../../objectives/objective.ts';
import { LABELS } from '../../sli/metric-names.ts';

const TARGET = ['service', 'slo', ...Object.values(LABELS)];
const ON_BUDGET = 'GenAISLOBudgetHalfSpent|GenAISLOBudgetExhausted';

/**
 * A configuration of Alertmanager for the three tiers: pages wake, tickets wait for the day, the rest is to be read. One
 * outage is one notification: what pages mutes the tickets of the same target, and a cause mutes what follows from it.
 * Receivers are empty: they are the team's.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/
 */
export function alertRoutesOf({
  service,
  objectives,
  alerts: { severities },
}: Objectives): object {
  const is = (severity: keyof typeof severities) =>
    `severity=${JSON.stringify(severities[severity])}`;
  const errorRates = objectives
    .filter(({ kind }) => kind === 'errorRate')
    .map(({ name }) => name.replaceAll('.', '\\.'));
  return {
    route: {
      receiver: 'channel',
      group_by: ['service', 'slo', LABELS.provider],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '12h',
      routes: [
        {
          matchers: [is('page')],
          receiver: 'oncall',
          group_wait: '10s',
          repeat_interval: '1h',
        },
        { matchers: [is('ticket')], receiver: 'queue', repeat_interval: '24h' },
      ],
    },
    inhibit_rules: [
      {
        source_matchers: ['alertname="GenAISLOBurn"', is('page')],
        target_matchers: [
          `alertname=~"GenAISLOBurn|${ON_BUDGET}"`,
          `severity!=${JSON.stringify(severities.page)}`,
        ],
        equal: TARGET,
      },
      {
        // The faster pair of windows says it all.
        source_matchers: ['alertname="GenAISLOBurn"', 'long="1h"'],
        target_matchers: ['alertname="GenAISLOBurn"', 'long!="1h"'],
        equal: TARGET,
      },
      {
        source_matchers: ['alertname="GenAISLOBudgetExhausted"'],
        target_matchers: ['alertname="GenAISLOBudgetHalfSpent"'],
        equal: TARGET,
      },
      {
        // Every request fails as well while the credentials are refused.
        source_matchers: [
          'alertname=~"GenAICredentialsRejected|GenAIQuotaExhausted"',
        ],
        target_matchers: ['alertname="GenAIRequestsRejected"'],
        equal: ['service', LABELS.provider],
      },
      {
        // Calls that hang time out or are given up in the end.
        source_matchers: ['alertname="GenAICallsHanging"'],
        target_matchers: [
          `alertname=~"GenAISLOBurn|GenAITimeouts|GenAICallsAborted"`,
        ],
        equal: ['service', LABELS.provider],
      },
      ...(errorRates.length === 0
        ? []
        : [
            {
              // A cause with a remedy of its own says more than the error rate that follows from it.
              source_matchers: [
                'alertname=~"GenAICredentialsRejected|GenAIQuotaExhausted|GenAICallsHanging"',
                `service=${JSON.stringify(service)}`,
              ],
              target_matchers: [
                'alertname="GenAISLOBurn"',
                `slo=~${JSON.stringify(errorRates.join('|'))}`,
              ],
              equal: ['service', LABELS.provider],
            },
          ]),
    ],
    receivers: [{ name: 'oncall' }, { name: 'queue' }, { name: 'channel' }],
  };
}
