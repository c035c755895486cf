// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../../objectives/objective.ts';
import { namesOf } from '../../sli/growth.ts';
import { latencySeries } from '../../sli/metric-names.ts';

/** The number of jobs, where several make calls and no selector says which is meant; `undefined` with a selector. */
export function sharedPrometheus({
  prometheus,
}: Objectives): string | undefined {
  if (prometheus.selector !== '') return undefined;
  const calls = namesOf(latencySeries('duration', prometheus), prometheus)
    .map(name => `${name}_count`)
    .join(' or ');
  return `count(count by (job) (${calls})) > 1`;
}

/** Ends an expression that pages: it does not as long as the failures may be those of another team. */
export function unlessShared(objectives: Objectives): string {
  const shared = sharedPrometheus(objectives);
  return shared === undefined ? '' : ` unless on () (${shared})`;
}
