// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { targets, type About, type Content } from './panel.ts';

/** Shows when something was true: a bar for each series while it exists. */
export function statePanel({
  title,
  description,
  queries,
  word,
}: Omit<About, 'unit'> & {
  /** Text of the state. */
  readonly word: string;
}): Content<'state-timeline'> {
  const asked = targets(queries, 'time_series', 'over time');
  return {
    type: 'state-timeline',
    title,
    description,
    datasource: asked[0]!.datasource,
    targets: asked,
    fieldConfig: {
      defaults: {
        unit: 'none',
        noValue: `Nothing is ${word}`,
        mappings: [
          { type: 'value', options: { 1: { text: word, color: 'red' } } },
        ],
        custom: { fillOpacity: 80, lineWidth: 0 },
      },
      overrides: [],
    },
    options: {
      showValue: 'auto',
      rowHeight: 0.8,
      mergeValues: true,
      alignValue: 'left',
      legend: {
        displayMode: 'list',
        placement: 'bottom',
        showLegend: false,
        calcs: [],
      },
      tooltip: { mode: 'single', sort: 'none' },
    },
  };
}
