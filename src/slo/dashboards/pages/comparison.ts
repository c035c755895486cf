// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { LABELS, LIMIT_KIND_LABEL } from '../../sli/metric-names.ts';
import type { PrometheusSettings } from '../../objectives/objective.ts';
import { barPanel } from '../panels/bar-panel.ts';
import {
  CallQueries,
  legendOf,
  MODEL_LEGEND,
  PROVIDER_AND_MODEL,
} from '../call-queries.ts';
import { SHARE_COLOURS } from '../panels/colours.ts';
import { dashboard, type Dashboard, type Names } from '../dashboard.ts';
import { laidOut, type Section } from '../panels/grid.ts';
import { remainingPanel } from './limits.ts';
import type { About } from '../panels/panel.ts';
import { tablePanel, type Column } from '../panels/table-panel.ts';
import { timeSeriesPanel } from '../panels/time-series-panel.ts';
import { callVariables, datasourceVariable } from '../variables.ts';

/** Providers and models side by side: latency, failures, cost, limits. */
export function comparison(
  settings: PrometheusSettings,
  names: Names
): Dashboard {
  const calls = new CallQueries(settings, '$__rate_interval');
  const range = new CallQueries(settings, '$__range');
  return dashboard({
    ...names,
    description:
      'Providers and models side by side: latency, failures, cost per million tokens, rate limits.',
    from: 'now-6h',
    variables: [datasourceVariable, ...callVariables(calls.selector)],
    panels: laidOut([
      { title: 'Models', lines: [{ height: 10, panels: [models(range)] }] },
      {
        title: 'Providers, over the time range',
        lines: [
          {
            height: 8,
            panels: figures(range, [LABELS.provider]).map(barPanel),
          },
        ],
      },
      overTime(calls),
    ]),
  });
}

function models(calls: CallQueries) {
  const by = PROVIDER_AND_MODEL;
  const seconds = (name: string, expr: string): Column => ({
    name,
    expr,
    unit: 's',
    decimals: 2,
  });
  const share = (name: string, expr: string): Column => ({
    name,
    expr,
    unit: 'percentunit',
    decimals: 2,
    colours: SHARE_COLOURS,
  });
  const left = (name: string, kind: string): Column => ({
    name,
    expr: calls.remaining(by, [`${LIMIT_KIND_LABEL}="${kind}"`]),
    unit: 'short',
  });
  return tablePanel({
    title: 'Models',
    description:
      'Each model over the time range. Times are of answered calls; a dash means that the provider did not report it, or that it does not occur.',
    rows: [
      [LABELS.provider, 'Provider'],
      [LABELS.model, 'Model'],
    ],
    columns: [
      {
        name: 'Calls',
        expr: `${calls.calls(by)} * $__range_s`,
        unit: 'short',
        decimals: 0,
      },
      share('Failed', calls.failedShare(by)),
      share('Throttled', calls.throttledShare(by)),
      seconds('P50', calls.quantile(0.5, 'duration', by)),
      seconds('P95', calls.quantile(0.95, 'duration', by)),
      seconds(
        'First chunk, P95',
        calls.quantile(0.95, 'time_to_first_chunk', by)
      ),
      {
        name: 'USD per million tokens',
        expr: calls.costPerMillionTokens(by),
        unit: 'currencyUSD',
        decimals: 2,
      },
      left('Requests left', 'requests'),
      left('Tokens left', 'tokens'),
    ],
  });
}

/** Figures that a reader compares by eye. */
function figures(calls: CallQueries, by: readonly string[]): readonly About[] {
  const legend = legendOf(by);
  return [
    {
      title: 'P95 of the duration',
      description: 'Time within which 95 % of the answers were complete.',
      unit: 's',
      queries: [{ expr: calls.quantile(0.95, 'duration', by), legend }],
    },
    {
      title: 'P95 of the first chunk',
      description: 'Time within which 95 % of the streamed answers began.',
      unit: 's',
      queries: [
        { expr: calls.quantile(0.95, 'time_to_first_chunk', by), legend },
      ],
    },
    {
      title: 'Failed calls',
      description: 'As a share of all calls, whoever is at fault.',
      unit: 'percentunit',
      queries: [{ expr: calls.failedShare(by), legend }],
    },
    {
      title: 'USD per million tokens',
      description:
        'Cost divided by the reported tokens, input and output together. Calls without a price make it look cheaper.',
      unit: 'currencyUSD',
      queries: [{ expr: calls.costPerMillionTokens(by), legend }],
    },
  ];
}

function overTime(calls: CallQueries): Section {
  const by = PROVIDER_AND_MODEL;
  const [duration, firstChunk, failed, cost] = figures(calls, by).map(
    timeSeriesPanel
  );
  return {
    title: 'Models, over time',
    lines: [
      { height: 9, panels: [duration!, firstChunk!] },
      { height: 9, panels: [failed!, cost!] },
      {
        height: 9,
        panels: [
          timeSeriesPanel({
            title: 'Throttled calls',
            description:
              'Rate-limited calls as a share of all calls; a spent quota is not among them.',
            unit: 'percentunit',
            queries: [{ expr: calls.throttledShare(by), legend: MODEL_LEGEND }],
          }),
          remainingPanel(calls),
        ],
      },
    ],
  };
}
