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

/** All calls: how many, how long, what they cost, and what holds them back. */
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
            description: 'Calls a second, failed ones too.',
            unit: 'reqps',
            stacked: true,
            queries: [
              { expr: calls.calls(PROVIDER_AND_MODEL), legend: MODEL_LEGEND },
            ],
          }),
          timeSeriesPanel({
            title: 'Failed calls by type',
            description:
              'Failed calls a second: the code of the provider, else the HTTP status, else the kind of failure.',
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
            description:
              'Calls that have begun and not ended. The model is not told apart here.',
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
  // Few services have answers in sound; an objective on them has a section of its own.
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
            description: 'Tokens a second, as the providers reported them.',
            unit: 'short',
            stacked: true,
            queries: both.map(type => ({
              expr: calls.tokens(type, PROVIDER_AND_MODEL),
              legend: `${MODEL_LEGEND} ${type}`,
            })),
          }),
          timeSeriesPanel({
            title: 'Tokens of a call',
            description: 'Tokens of a call that reported them, on average.',
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
            description: 'USD an hour, of the reported usage by a price list.',
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
            title: 'Cost of the time range',
            description: 'USD in the time range that is shown.',
            unit: 'currencyUSD',
            queries: [{ expr: `${range.cost([])} * $__range_s` }],
            colours: thresholds('text'),
          }),
          timeSeriesPanel({
            title: 'Calls without a price',
            description:
              'Calls a second with a reported usage that no price was found for: what they cost is missing above.',
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
