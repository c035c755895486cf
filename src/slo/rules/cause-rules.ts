// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ERROR_CLASSES } from '../objectives/error-classes.ts';
import { errorTypePattern } from '../objectives/error-classes.ts';
import { ERROR_TYPE, LABELS, latencySeries } from '../sli/metric-names.ts';
import type { GroupLabel, Objectives } from '../objectives/objective.ts';
import { quoted, selecting, sumRate } from '../sli/promql.ts';
import { secondsOf } from '../objectives/windows.ts';
import type { AlertingRule, Severity } from './rule.ts';

/** Share of the calls from which on a cause is worth a ticket. */
const SHARE = 0.05;

/** A reason for failures that has a remedy of its own, whatever it does to an objective. */
interface Cause {
  readonly alert: string;
  readonly errors: readonly (keyof typeof ERROR_CLASSES)[];
  readonly severity: Severity;
  readonly window: string;
  /** Failures in the window, and as a share of all calls where that matters. */
  readonly least: number;
  readonly share?: number;
  readonly for: string;
  readonly by: readonly GroupLabel[];
  readonly summary: string;
  readonly description: string;
}

export const CAUSES: readonly Cause[] = [
  {
    alert: 'GenAICredentialsRejected',
    errors: ['auth'],
    severity: 'page',
    window: '5m',
    least: 3,
    for: '2m',
    by: ['provider'],
    summary: 'The credentials are refused',
    description:
      'Look at the key: expired, revoked, of another project, or without the permission. Retries do not help.',
  },
  {
    alert: 'GenAIQuotaExhausted',
    errors: ['quota'],
    severity: 'page',
    window: '5m',
    least: 3,
    for: '2m',
    by: ['provider'],
    summary: 'The paid quota is used up',
    description:
      'Raise it, or pay. Waiting does not help, as with a rate limit.',
  },
  {
    alert: 'GenAIRequestsRejected',
    errors: ['request'],
    severity: 'ticket',
    window: '15m',
    least: 5,
    share: SHARE,
    for: '5m',
    by: ['provider', 'model'],
    summary: 'Requests are refused as wrong',
    description:
      '{{ $value | humanizePercentage }} of the calls: a model that is gone, a context that is too long, a parameter that is unknown.',
  },
  {
    alert: 'GenAIThrottled',
    errors: ['throttled'],
    severity: 'ticket',
    window: '15m',
    least: 5,
    share: SHARE,
    for: '5m',
    by: ['provider', 'model'],
    summary: 'Calls are rate limited',
    description:
      '{{ $value | humanizePercentage }} of the calls: spread them, send fewer at once, or have the limit raised.',
  },
  {
    alert: 'GenAITimeouts',
    errors: ['timeout'],
    severity: 'ticket',
    window: '15m',
    least: 5,
    share: SHARE,
    for: '5m',
    by: ['provider', 'model'],
    summary: 'Calls time out',
    description:
      '{{ $value | humanizePercentage }} of the calls: the provider is slow, or the limit is shorter than the answers are.',
  },
];

/** Alerts of the causes, over all calls of the service. */
export function causeRules(
  { service, prometheus }: Objectives,
  time: (window: string) => string,
  scale: number
): AlertingRule[] {
  const series = latencySeries('duration', prometheus);
  return CAUSES.map(cause => {
    const counted = (matchers: readonly string[]) =>
      sumRate(
        {
          series,
          suffix: '_count',
          matchers: selecting(prometheus, matchers),
          window: time(cause.window),
          by: cause.by.map(name => LABELS[name]),
        },
        prometheus
      );
    const failed = counted([
      `${ERROR_TYPE}=~${quoted(errorTypePattern(cause.errors))}`,
    ]);
    // Rates of counters are not whole: half a failure less.
    const enough = `${failed} * ${secondsOf(cause.window) * scale} >= ${cause.least - 0.5}`;
    const whose = cause.by
      .map(name => `{{ $labels.${LABELS[name]} }}`)
      .join('/');
    return {
      alert: cause.alert,
      expr:
        cause.share === undefined
          ? enough
          : `${failed} / (${counted([])} > 0) > ${cause.share} and ${enough}`,
      for: time(cause.for),
      labels: { severity: cause.severity, service },
      annotations: {
        summary: `${cause.summary} (${whose}, ${service})`,
        description: cause.description,
      },
    };
  });
}
