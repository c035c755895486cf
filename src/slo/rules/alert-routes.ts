// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { LABELS } from '../sli/metric-names.ts';

/**
 * A configuration of Alertmanager for the three tiers: pages wake, tickets wait for the day, the rest is to be read. What
 * pages mutes the tickets of the same objective and target. Receivers are empty: they are the team's.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/
 */
export const ALERT_ROUTES = {
  route: {
    receiver: 'channel',
    group_by: ['service', 'slo', LABELS.provider],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '12h',
    routes: [
      {
        matchers: ['severity="page"'],
        receiver: 'oncall',
        group_wait: '10s',
        repeat_interval: '1h',
      },
      {
        matchers: ['severity="ticket"'],
        receiver: 'queue',
        repeat_interval: '24h',
      },
    ],
  },
  inhibit_rules: [
    {
      source_matchers: ['alertname="GenAISLOBurn"', 'severity="page"'],
      target_matchers: [
        'alertname=~"GenAISLOBurn|GenAISLOBudgetHalfSpent|GenAISLOBudgetExhausted"',
        'severity=~"ticket|info"',
      ],
      equal: [
        'service',
        'slo',
        LABELS.provider,
        LABELS.model,
        LABELS.operation,
      ],
    },
    {
      source_matchers: ['alertname="GenAISLOBudgetExhausted"'],
      target_matchers: ['alertname="GenAISLOBudgetHalfSpent"'],
      equal: [
        'service',
        'slo',
        LABELS.provider,
        LABELS.model,
        LABELS.operation,
      ],
    },
    {
      // Every request fails as well while the credentials are refused.
      source_matchers: [
        'alertname=~"GenAICredentialsRejected|GenAIQuotaExhausted"',
      ],
      target_matchers: ['alertname="GenAIRequestsRejected"'],
      equal: ['service', LABELS.provider],
    },
  ],
  receivers: [{ name: 'oncall' }, { name: 'queue' }, { name: 'channel' }],
} as const;
