// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  budgetOf,
  type Objectives,
  type SloWindow,
} from '../objectives/objective.ts';
import {
  MONTH,
  secondsOf,
  WINDOWS,
  type Window,
} from '../objectives/windows.ts';
import { eventsIn } from './window-rules.ts';
import { BAD, TOTAL } from './base-series.ts';
import type { Labels, RecordingRule } from './rule.ts';
import { number, Scope } from './scope.ts';

/**
 * The series that Sloth would have made, over all targets of each objective, so that the dashboards that are there for
 * them work.
 *
 * @see https://sloth.dev/introduction/architecture/ and https://grafana.com/grafana/dashboards/14348
 */
export function slothRules(
  objectives: Objectives
): (readonly RecordingRule[])[] {
  const { service, window } = objectives;
  return objectives.objectives.map(objective => {
    if (objective.kind === 'cost') return [];
    const scope = new Scope(objectives, objective);
    const labels = {
      sloth_id: `${service}-${objective.name}`,
      sloth_service: service,
      sloth_slo: objective.name,
    };
    const id = `sloth_id=${quotedId(labels)}`;
    const rule = (name: string, expr: string, more: Labels = {}) => ({
      record: name,
      expr,
      labels: { ...labels, ...more },
    });
    const ratio = (of: Window | SloWindow) =>
      `slo:sli_error:ratio_rate${of}{${id}}`;
    const budget = number(budgetOf(objective));
    return [
      ...[...WINDOWS, window].map(of =>
        rule(`slo:sli_error:ratio_rate${of}`, ratioOf(scope, of), {
          sloth_window: of,
        })
      ),
      rule('slo:objective:ratio', `vector(${number(objective.target)})`),
      rule('slo:error_budget:ratio', `vector(${budget})`),
      rule(
        'slo:time_period:days',
        window === MONTH
          ? 'days_in_month(vector(time()))'
          : `vector(${secondsOf(window) / 86_400})`
      ),
      rule(
        'slo:current_burn_rate:ratio',
        `sum without (sloth_window) (${ratio('5m')}) / ${budget}`
      ),
      rule(
        'slo:period_burn_rate:ratio',
        `sum without (sloth_window) (${ratio(window)}) / ${budget}`
      ),
      rule(
        'slo:period_error_budget_remaining:ratio',
        `1 - slo:period_burn_rate:ratio{${id}}`
      ),
      rule('sloth_slo_info', 'vector(1)', {
        sloth_mode: 'opentelemetry-instrumentation-genai',
        sloth_objective: number(100 * objective.target),
        sloth_spec: 'prometheus/v1',
        sloth_version: 'none',
      }),
    ];
  });
}

/** Sums, and no means: a target that was there for an hour of a month would weigh as much as if it had been all along. */
function ratioOf(scope: Scope, window: Window | SloWindow): string {
  const budgets = scope.objectives.window;
  const events = (name: typeof BAD | typeof TOTAL) =>
    window === budgets
      ? `sum(${scope.series(eventsIn(budgets, name))})`
      : window === '5m'
        ? `sum(${scope.series(name)})`
        : `sum(sum_over_time(${scope.series(name)}[${window}]))`;
  return `${events(BAD)} / (${events(TOTAL)} > 0)`;
}

function quotedId({ sloth_id }: { sloth_id: string }): string {
  return JSON.stringify(sloth_id);
}
