// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { LIMIT_KIND_LABEL } from '../../sli/metric-names.ts';
import {
  legendOf,
  MODEL_LEGEND,
  PROVIDER_AND_MODEL,
  type CallQueries,
} from '../call-queries.ts';
import type { Section } from '../panels/grid.ts';
import type { Content } from '../panels/panel.ts';
import { timeSeriesPanel } from '../panels/time-series-panel.ts';

/** Refused calls, and the remaining rate limits. */
export function limits(calls: CallQueries): Section {
  return {
    title: 'Limits',
    lines: [
      {
        height: 9,
        panels: [
          timeSeriesPanel({
            title: 'Throttled calls',
            description:
              'Rate-limited calls per second; a spent quota is not among them.',
            unit: 'reqps',
            stacked: true,
            queries: [
              {
                expr: calls.throttled(PROVIDER_AND_MODEL),
                legend: MODEL_LEGEND,
              },
            ],
          }),
          remainingPanel(calls),
          timeSeriesPanel({
            title: 'Requested wait',
            description:
              'How long the providers asked to wait before the next attempt, on average.',
            unit: 's',
            queries: [
              {
                expr: calls.retryAfter(PROVIDER_AND_MODEL),
                legend: MODEL_LEGEND,
              },
            ],
          }),
        ],
      },
    ],
  };
}

/** Shows the remainder of each limit of each model. */
export function remainingPanel(calls: CallQueries): Content {
  const kinds = [...PROVIDER_AND_MODEL, LIMIT_KIND_LABEL];
  return timeSeriesPanel({
    title: 'Rate limits remaining',
    description:
      'Remaining requests or tokens, as providers reported them: the lowest value that any process received.',
    unit: 'short',
    queries: [{ expr: calls.remaining(kinds), legend: legendOf(kinds) }],
  });
}
