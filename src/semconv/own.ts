// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { MetricDefinition } from './profile.ts';

/**
 * Instruments that no convention names. All are under `genai.`; units stand in braces or are seconds, so that every
 * exporter gives them the same name in Prometheus.
 */
export const OWN_METRICS = {
  activeRequests: {
    name: 'genai.client.active_requests',
    description: 'Calls that have begun and not ended',
    unit: '{request}',
    kind: 'upDownCounter',
    valueType: 'int',
  },
  limitRemaining: {
    name: 'genai.client.ratelimit.remaining',
    description: 'What the provider said is left of a rate limit, by kind',
    unit: '{unit}',
    kind: 'gauge',
    valueType: 'double',
  },
  retryAfter: {
    name: 'genai.client.retry_after',
    description: 'How long the provider asked to wait before the next attempt',
    unit: 's',
    kind: 'histogram',
    valueType: 'double',
    boundaries: [0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 3600],
  },
} as const satisfies Record<string, MetricDefinition>;

/** Instruments of WebSockets with several turns, and of their turns. */
export const TURN_METRICS = {
  timeToFirstAudio: {
    name: 'genai.client.time_to_first_audio',
    description:
      'Time from the request, or the end of the speech of the user, to the first piece of an answer in sound',
    unit: 's',
    kind: 'histogram',
    valueType: 'double',
    boundaries: [
      0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10, 20, 30,
    ],
  },
  sessions: {
    name: 'genai.client.sessions',
    description: 'WebSockets to GenAI APIs that are open',
    unit: '{session}',
    kind: 'upDownCounter',
    valueType: 'int',
  },
  sessionDuration: {
    name: 'genai.client.session.duration',
    description:
      'Duration of a WebSocket to a GenAI API, from its handshake to its end',
    unit: 's',
    kind: 'histogram',
    valueType: 'double',
    boundaries: [
      0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 2700, 3600,
    ],
  },
} as const satisfies Record<string, MetricDefinition>;

/** Attributes of sessions: the code of the close frame, and who ended it. */
export const CLOSE_CODE = 'close_code';
export const CLOSED_BY = 'closed_by';

/** Instruments of the option `cost`, which are not made without it. */
export const COST_METRICS = {
  cost: {
    name: 'genai.client.cost',
    description: 'What the reported usage of calls cost, by a price list',
    unit: '{USD}',
    kind: 'counter',
    valueType: 'double',
  },
  unpriced: {
    name: 'genai.client.cost.unpriced',
    description: 'Calls with a reported usage that no price was found for',
    unit: '{request}',
    kind: 'counter',
    valueType: 'int',
  },
} as const satisfies Record<string, MetricDefinition>;

/** Instruments of the option `slo`, which are not made without it. */
export const SLO_METRICS = {
  events: {
    name: 'genai.slo.events',
    description: 'Events that service level objectives count, by outcome',
    unit: '{event}',
    kind: 'counter',
    valueType: 'int',
  },
} as const satisfies Record<string, MetricDefinition>;

/** Attributes of {@link SLO_METRICS}: which objective, and what the event counts as. */
export const SLO_NAME = 'slo';
export const SLO_OUTCOME = 'outcome';
