// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  refId,
  targets,
  type About,
  type Content,
  type Override,
  type Thresholds,
} from './panel.ts';

/** Options for a time series. */
interface Drawing {
  /** Whether the series are parts of a whole. */
  readonly stacked?: boolean;
  /** Whether the values are shares, which end at 1. */
  readonly share?: boolean;
  /** Whether values below zero mean something. */
  readonly signed?: boolean;
  /** Constant limits. */
  readonly limits?: Thresholds;
}

/** Values over time. */
export function timeSeriesPanel({
  title,
  description,
  unit,
  queries,
  stacked = false,
  share = false,
  signed = false,
  limits,
}: About & Drawing): Content<'timeseries'> {
  const asked = targets(queries, 'time_series', 'over time');
  return {
    type: 'timeseries',
    title,
    description,
    datasource: asked[0]!.datasource,
    targets: asked,
    fieldConfig: {
      defaults: {
        unit,
        ...(!signed && { min: 0 }),
        ...(share && stacked && { max: 1 }),
        ...(limits && { thresholds: limits }),
        custom: {
          fillOpacity: stacked ? 20 : 0,
          showPoints: 'never',
          stacking: { mode: stacked ? 'normal' : 'none' },
          thresholdsStyle: { mode: limits ? 'dashed' : 'off' },
        },
      },
      overrides: queries.flatMap(({ limit = false }, index) =>
        limit ? [dashed(refId(index))] : []
      ),
    },
    options: {
      legend: {
        displayMode: 'table',
        placement: 'bottom',
        showLegend: true,
        calcs: ['lastNotNull', 'max'],
      },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
  };
}

function dashed(refIdOfLimit: string): Override {
  return {
    matcher: { id: 'byFrameRefID', options: refIdOfLimit },
    properties: [
      { id: 'color', value: { mode: 'fixed', fixedColor: 'red' } },
      { id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 10] } },
      { id: 'custom.fillOpacity', value: 0 },
      { id: 'custom.stacking', value: { mode: 'none' } },
    ],
  };
}
