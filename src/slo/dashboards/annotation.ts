// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { hasWindows } from '../calendar/time-window.ts';
import type { Objectives } from '../objectives/objective.ts';
import { COUNTED } from '../rules/base-series.ts';
import { quoted } from '../sli/promql.ts';
import { DATASOURCE, type DataSourceRef } from './variables.ts';

/** Marks times in all panels of a dashboard. */
export interface Annotation {
  readonly name: string;
  readonly datasource: DataSourceRef;
  readonly enable: boolean;
  readonly iconColor: string;
  readonly expr: string;
  readonly step: string;
  readonly titleFormat: string;
}

/** Time that the calendar of a chosen objective leaves out; none where everything counts. */
export function uncountedTime({
  service,
  objectives,
}: Objectives): readonly Annotation[] {
  if (!objectives.some(hasWindows)) return [];
  return [
    {
      name: 'Not counted',
      datasource: DATASOURCE,
      enable: true,
      iconColor: 'light-blue',
      expr: `${COUNTED}{service=${quoted(service)},slo=~"$slo"} == 0`,
      step: '1m',
      titleFormat: 'Not counted: {{slo}}',
    },
  ];
}
