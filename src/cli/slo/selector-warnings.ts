// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../../slo/objectives/objective.ts';

/** Warns that rules without a selector read the calls of every job of their Prometheus. */
export function selectorWarnings({
  service,
  prometheus,
}: Objectives): string[] {
  return prometheus.selector === ''
    ? [
        `prometheus.selector is not set: the rules read the calls of all jobs. If there are several jobs and one is not named after ${service}, the rules hold pages back. If other applications share your Prometheus, set it, as in selector: job="${service}"`,
      ]
    : [];
}
