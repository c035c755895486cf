// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ERROR_TYPE, LABELS, LATENCY_METRICS } from '../../sli/metric-names.ts';
import type { PrometheusSettings } from '../../objectives/objective.ts';
import {
  CallQueries,
  legendOf,
  MODEL_LEGEND,
  PROVIDER_AND_MODEL,
} from '../call-queries.ts';
import { dashboard, type Dashboard, type Names } from '../dashboard.ts';
import { laidOut, type Section } from '../panels/grid.ts';
import { LATENCY_NAMES, quantileQueries } from './latency.ts';
import { limits } from './limits.ts';
import { thresholds } from '../panels/panel.ts';
import { statPanel } from '../panels/stat-panel.ts';
import { timeSeriesPanel } from '../panels/time-series-panel.ts';
import { callVariables, datasourceVariable } from '../variables.ts';

/** All calls: traffic, latency, cost and limits. */
export function traffic(settings: PrometheusSettings, names: Names): Dashboard {
  const calls = new CallQueries(settings, '$__rate_interval');
  const range = new CallQueries(settings, '$__range');
  return dashboard({
    ...names,
    description:
      'Calls to GenAI APIs: traffic, failures, latency, tokens, cost and rate limits.',
    from: 'now-1h',
    variables: [datasourceVariable, ...callVariables(calls.selector)],
    panels: laidOut([
      calling(calls),
      latency(calls),
      tokens(calls),
      cost(calls, range),
      limits(calls),
    ]),
  });
}

function calling(calls: CallQueries): Section {
  const active = [LABELS.provider, LABELS.operation];
  return {
    title: 'Calls',
    lines: [
      {
        height: 9,
        panels: [
          timeSeriesPanel({
            title: 'Calls',
            description: 'Calls per second, including failed ones.',
            unit: 'reqps',
            stacked: true,
            queries: [
              { expr: calls.calls(PROVIDER_AND_MODEL), legend: MODEL_LEGEND },
            ],
          }),
          timeSeriesPanel({
            title: 'Failed calls by type',
            description:
              'Failed calls per second: the code of the provider, else the HTTP status, else the kind of failure.',
            unit: 'reqps',
            stacked: true,
            queries: [
              {
                expr: calls.failures([ERROR_TYPE]),
                legend: legendOf([ERROR_TYPE]),
              },
            ],
          }),
          timeSeriesPanel({
            title: 'Active calls',
            description: 'Open calls, not broken down by model.',
            unit: 'short',
            stacked: true,
            queries: [{ expr: calls.active(active), legend: legendOf(active) }],
          }),
        ],
      },
    ],
  };
}

function latency(calls: CallQueries): Section {
  // Few services have audio answers; an objective on them has a section of its own.
  const usual = LATENCY_METRICS.filter(name => name !== 'time_to_first_audio');
  const panels = usual.map(metric =>
    timeSeriesPanel({
      ...LATENCY_NAMES[metric],
      unit: 's',
      queries: quantileQueries(calls, metric),
    })
  );
  return { title: 'Latency', lines: [{ height: 9, panels }] };
}

function tokens(calls: CallQueries): Section {
  const both = ['input', 'output'] as const;
  return {
    title: 'Tokens',
    lines: [
      {
        height: 9,
        panels: [
          timeSeriesPanel({
            title: 'Tokens',
            description: 'Tokens per second, as the providers reported them.',
            unit: 'short',
            stacked: true,
            queries: both.map(type => ({
              expr: calls.tokens(type, PROVIDER_AND_MODEL),
              legend: `${MODEL_LEGEND} ${type}`,
            })),
          }),
          timeSeriesPanel({
            title: 'Tokens per call',
            description: 'Average tokens of the calls that reported them.',
            unit: 'short',
            queries: both.map(type => ({
              expr: calls.tokensPerCall(type, PROVIDER_AND_MODEL),
              legend: `${MODEL_LEGEND} ${type}`,
            })),
          }),
        ],
      },
    ],
  };
}

function cost(calls: CallQueries, range: CallQueries): Section {
  return {
    title: 'Cost (needs the option cost of the instrumentation)',
    lines: [
      {
        height: 9,
        panels: [
          timeSeriesPanel({
            title: 'Cost',
            description: 'USD per hour: the reported usage at list prices.',
            unit: 'currencyUSD',
            stacked: true,
            queries: [
              {
                expr: `3600 * ${calls.cost(PROVIDER_AND_MODEL)}`,
                legend: MODEL_LEGEND,
              },
            ],
          }),
          statPanel({
            title: 'Cost in the time range',
            description: 'USD in the displayed time range.',
            unit: 'currencyUSD',
            queries: [{ expr: `${range.cost([])} * $__range_s` }],
            colours: thresholds('text'),
          }),
          timeSeriesPanel({
            title: 'Calls without a price',
            description:
              'Calls per second whose reported usage has no price: their cost is missing above.',
            unit: 'reqps',
            stacked: true,
            queries: [
              {
                expr: calls.unpriced(PROVIDER_AND_MODEL),
                legend: MODEL_LEGEND,
              },
            ],
          }),
        ],
      },
    ],
  };
}
