// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ERROR_CLASSES } from '../../objectives/error-classes.ts';
import type { GroupLabel } from '../../objectives/objective.ts';
import type { Severity } from '../rule.ts';

/** A reason for failures that has a remedy of its own, whatever it does to an objective. */
export interface Cause {
  readonly alert: string;
  readonly error: keyof typeof ERROR_CLASSES;
  readonly severity: Severity;
  readonly window: '5m' | '15m';
  /** Failures in the window, or in six hours where there are few calls. */
  readonly threshold: number;
  /** Share of all calls that fail so. */
  readonly share: number;
  readonly for: string;
  readonly by: readonly Extract<GroupLabel, 'provider' | 'model'>[];
  /** Predicate of the sentence "12 % of the calls …". */
  readonly what: string;
  readonly first: string;
}

const BY_MODEL = ['provider', 'model'] as const;

export const CAUSES: readonly Cause[] = [
  {
    alert: 'GenAICredentialsRejected',
    error: 'auth',
    severity: 'page',
    window: '5m',
    threshold: 3,
    share: 0.05,
    for: '2m',
    by: ['provider'],
    what: 'are refused for their credentials',
    first:
      'check the API key: expired, revoked, of another project, or without the permission. Retries do not help.',
  },
  {
    alert: 'GenAIQuotaExhausted',
    error: 'quota',
    severity: 'page',
    window: '5m',
    threshold: 3,
    share: 0.05,
    for: '2m',
    by: ['provider'],
    what: 'fail because the paid quota is used up',
    first:
      'raise the quota or pay the bill. Waiting does not help, as it does with a rate limit.',
  },
  {
    alert: 'GenAICallsAborted',
    error: 'aborted',
    severity: 'page',
    window: '15m',
    threshold: 10,
    share: 0.6,
    for: '5m',
    by: BY_MODEL,
    what: 'are given up by the callers before they are answered',
    first:
      'see whether answers became slow: callers that time out by an AbortSignal of their own look like this.',
  },
  {
    alert: 'GenAIContentFiltered',
    error: 'filtered',
    severity: 'page',
    window: '15m',
    threshold: 10,
    share: 0.6,
    for: '5m',
    by: BY_MODEL,
    what: 'are stopped by a content filter',
    first:
      'see what changed: a prompt, a filter of the provider, or one user who sends what is not allowed.',
  },
  {
    alert: 'GenAIRequestsRejected',
    error: 'request',
    severity: 'ticket',
    window: '15m',
    threshold: 5,
    share: 0.05,
    for: '5m',
    by: BY_MODEL,
    what: 'are refused as wrong requests',
    first:
      'see error.type: a model that was retired, a context that is too long, a parameter that is unknown.',
  },
  {
    alert: 'GenAIThrottled',
    error: 'throttled',
    severity: 'ticket',
    window: '15m',
    threshold: 5,
    share: 0.05,
    for: '5m',
    by: BY_MODEL,
    what: 'are rate limited',
    first: 'spread the calls, send fewer at once, or have the limit raised.',
  },
  {
    alert: 'GenAITimeouts',
    error: 'timeout',
    severity: 'ticket',
    window: '15m',
    threshold: 5,
    share: 0.05,
    for: '5m',
    by: BY_MODEL,
    what: 'time out',
    first:
      'compare the time limit with how long answers take: the provider is slow, or the limit is too short.',
  },
];

/** Calls that are open and are not answered. */
export const HANGING = {
  alert: 'GenAICallsHanging',
  severity: 'page',
  /** Open calls of one provider. */
  threshold: 5,
  /** Seconds that the open calls take at the pace at which calls end now. */
  seconds: 300,
  /** The same as a multiple of what is usual. */
  times: 4,
  for: '2m',
  by: ['provider'],
} as const;
