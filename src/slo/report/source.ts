// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { isRatio, type Source } from '../objectives/objective.ts';
import type { Scope } from '../rules/scope.ts';
import { EVENTS_SERIES } from '../sli/metric-names.ts';
import { quoted } from '../sli/promql.ts';
import type { Period } from './ask/period.ts';
import type { Prometheus } from './prometheus.ts';

/**
 * Returns where the calls of an objective were counted. `auto` reads the events of each process that was given the file
 * and the histogram of every other one; it becomes `histogram` when no process counted events in the window.
 */
export async function sourceOf(
  { objective }: Scope,
  prometheus: Prometheus,
  { seconds }: Pick<Period, 'seconds'>
): Promise<Source | undefined> {
  if (!isRatio(objective)) return undefined;
  if (objective.source !== 'auto') return objective.source;
  const counted = await prometheus.labelValues(
    'slo',
    `${EVENTS_SERIES}{slo=${quoted(objective.name)}}`,
    seconds
  );
  // Unknown if Prometheus does not answer.
  if (counted === undefined) return undefined;
  return counted.includes(objective.name) ? 'auto' : 'histogram';
}
