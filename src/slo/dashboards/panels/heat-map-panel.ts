// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { targets, type About, type Content } from './panel.ts';

/** The counts of each bucket of a histogram, over time. */
export function heatMapPanel({
  title,
  description,
  unit,
  queries,
}: About): Content<'heatmap'> {
  const asked = targets(
    queries.map(({ expr }) => ({ expr, legend: '{{le}}' })),
    'heatmap',
    'over time'
  );
  return {
    type: 'heatmap',
    title,
    description,
    datasource: asked[0]!.datasource,
    targets: asked,
    fieldConfig: {
      defaults: { unit, custom: { hideFrom: HIDDEN_FROM_NOTHING } },
      overrides: [],
    },
    options: {
      calculate: false,
      cellGap: 1,
      color: {
        mode: 'scheme',
        scheme: 'Blues',
        fill: 'dark-blue',
        scale: 'exponential',
        exponent: 0.5,
        steps: 64,
        reverse: false,
      },
      // No cell for an empty bucket.
      filterValues: { le: 1e-9 },
      rowsFrame: { layout: 'auto' },
      showValue: 'never',
      yAxis: { unit, axisPlacement: 'left' },
      legend: { show: true },
      tooltip: { mode: 'single', yHistogram: true, showColorScale: true },
      exemplars: { color: 'rgba(255,0,255,0.7)' },
    },
  };
}

const HIDDEN_FROM_NOTHING = { legend: false, tooltip: false, viz: false };
