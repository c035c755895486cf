// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../../objectives/objective.ts';
import { namesOf } from '../../sli/growth.ts';
import { latencySeries } from '../../sli/metric-names.ts';
import { quoted } from '../../sli/promql.ts';

/**
 * The number of jobs, where several make calls, one of them is not named after the service, and no selector says which is
 * meant; `undefined` with a selector. Jobs named after the service are its own: `chat`, `chat-web`, `shop/chat`.
 */
export function sharedPrometheus({
  service,
  prometheus,
}: Objectives): string | undefined {
  if (prometheus.selector !== '') return undefined;
  const names = namesOf(latencySeries('duration', prometheus), prometheus);
  const own = quoted(`(.*/)?${literalPattern(service)}([-_./:].*)?`);
  const jobs = (matcher: string) =>
    `count(count by (job) (${names.map(name => `${name}_count${matcher}`).join(' or ')}))`;
  return `${jobs('')} > 1 and ${jobs(`{job!~${own}}`)} > 0`;
}

function literalPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Ends an expression that pages: it does not as long as the failures may be those of another team. */
export function unlessShared(objectives: Objectives): string {
  const shared = sharedPrometheus(objectives);
  return shared === undefined ? '' : ` unless on () (${shared})`;
}
