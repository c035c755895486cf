// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { targets, type About, type Content } from './panel.ts';

/** A bar for each series, for comparison: values of the whole time range. */
export function barPanel({
  title,
  description,
  unit,
  queries,
}: About): Content<'bargauge'> {
  const asked = targets(queries, 'time_series', 'now');
  return {
    type: 'bargauge',
    title,
    description,
    datasource: asked[0]!.datasource,
    targets: asked,
    fieldConfig: {
      defaults: { unit, min: 0, color: { mode: 'palette-classic' } },
      overrides: [],
    },
    options: {
      displayMode: 'basic',
      valueMode: 'color',
      namePlacement: 'auto',
      showUnfilled: true,
      sizing: 'auto',
      minVizWidth: 8,
      minVizHeight: 16,
      maxVizHeight: 40,
      orientation: 'horizontal',
      legend: {
        displayMode: 'hidden',
        placement: 'bottom',
        showLegend: false,
        calcs: [],
      },
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    },
  };
}
