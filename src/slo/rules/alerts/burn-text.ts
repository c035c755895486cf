// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  budgetOf,
  rounded,
  type Objective,
} from '../../objectives/objective.ts';
import type { BurnWindow } from '../../objectives/windows.ts';
import { BUDGET_REMAINING } from '../base-series.ts';
import type { Scope } from '../scope.ts';
import { targetOf, type AlertText } from './alert.ts';
import { burning } from './burn-thresholds.ts';

/** Description of the failure, and the first thing to do, by kind of objective. */
const KINDS: Readonly<
  Record<Objective['kind'], { readonly bad: string; readonly first: string }>
> = {
  availability: {
    bad: 'of the calls fail',
    first:
      "see which error.type grew, and the provider's status page. If the provider is down, switch to another model or provider.",
  },
  errorRate: {
    bad: 'of the calls fail',
    first:
      'see which error.type grew. Refused requests, keys and quotas have alerts of their own that say what to do.',
  },
  latency: {
    bad: 'of the answers take longer than the threshold',
    first:
      'see whether one model is slow or all are, and whether answers became longer. Switch to a faster model, or shorten the answers.',
  },
  throughput: {
    bad: 'of the minutes have fewer answers than the floor',
    first:
      'see whether the application still runs and still gets work, then whether its calls fail.',
  },
  cost: {
    bad: 'times the pace that the budget lasts for',
    first:
      'see which model and which job spends it. Stop the job, or lower its rate.',
  },
};

/** Text of an alert whose budget burns too fast. */
export function burnText(
  scope: Scope,
  { window: { long, short, factor } }: { readonly window: BurnWindow }
): AlertText {
  const { objective, objectives } = scope;
  const { bad, first } = KINDS[objective.kind];
  const { threshold } = burning(objective, factor);
  const shown =
    objective.kind === 'cost'
      ? `{{ $value | humanize }} ${bad}`
      : `{{ $value | humanizePercentage }} ${bad}`;
  const limit =
    objective.kind === 'cost'
      ? `${threshold} times`
      : `${rounded(100 * threshold)} %, which is ${rounded(threshold / budgetOf(objective))} times the budget of ${rounded(100 * budgetOf(objective))} %`;
  return {
    summary: `${targetOf(scope)}: ${shown} (${objective.name}, last ${long})`,
    what: `${shown} over ${long}, and over ${short} as well. The limit is ${limit}. ${budgetLeft(scope)} of the ${objectives.window} budget is left.`,
    look: `the report, otel-genai slo report`,
    first,
  };
}

/** Asks Prometheus for what is left of the budget when the alert is sent. */
function budgetLeft(scope: Scope): string {
  const own = Object.entries(scope.labels).map(
    ([label, value]) => `${label}=\\"${value}\\"`
  );
  const by = scope.by.map(label => `${label}=%q`);
  const values = scope.by.map(label => ` $labels.${label}`).join('');
  return `{{ with printf "${BUDGET_REMAINING}{${[...own, ...by].join(',')}}"${values} | query }}{{ . | first | value | humanizePercentage }}{{ else }}An unknown part{{ end }}`;
}
