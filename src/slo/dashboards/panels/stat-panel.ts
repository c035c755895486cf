// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { targets, type About, type Content, type Thresholds } from './panel.ts';

/** One current number. */
export function statPanel({
  title,
  description,
  unit,
  queries,
  colours,
  noValue = '-',
  decimals,
}: About & {
  readonly colours: Thresholds;
  /** Text that is shown without a number. */
  readonly noValue?: string;
  readonly decimals?: number;
}): Content<'stat'> {
  const asked = targets(queries, 'time_series', 'now');
  return {
    type: 'stat',
    title,
    description,
    datasource: asked[0]!.datasource,
    targets: asked,
    fieldConfig: {
      defaults: {
        unit,
        noValue,
        ...(decimals !== undefined && { decimals }),
        color: { mode: 'thresholds' },
        thresholds: colours,
      },
      overrides: [],
    },
    options: {
      graphMode: 'none',
      colorMode: 'value',
      justifyMode: 'auto',
      textMode: 'auto',
      wideLayout: true,
      showPercentChange: false,
      percentChangeColorMode: 'standard',
      orientation: 'auto',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    },
  };
}
