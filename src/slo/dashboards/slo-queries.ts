// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { LABELS } from '../sli/metric-names.ts';
import type { Objectives } from '../objectives/objective.ts';
import { quoted } from '../sli/promql.ts';
import { GREATEST_RATIO } from '../rules/alerts/burn-thresholds.ts';
import { BUDGET_REMAINING } from '../rules/base-series.ts';
import { burnRate, errorRatio, OBJECTIVE } from '../rules/window-rules.ts';
import { secondsOf, type Window } from '../objectives/windows.ts';
import { legendOf } from './call-queries.ts';

/** Labels of the targets of any objective. */
const TARGET = Object.values(LABELS);
export const TARGET_LEGEND = legendOf(TARGET);
export const OBJECTIVE_AND_TARGET = ['slo', ...TARGET];
export const OBJECTIVE_LEGEND = legendOf(OBJECTIVE_AND_TARGET);

/** Queries of the recorded series of a service, for the chosen objectives. */
export class SloQueries {
  readonly #objectives: Objectives;
  readonly #matchers: readonly string[];
  readonly #slo: string;

  /** @param one whether one objective is selected, with its targets by provider and model, rather than any number. */
  constructor(objectives: Objectives, { one }: { readonly one: boolean }) {
    this.#objectives = objectives;
    this.#slo = one ? 'slo="$slo"' : 'slo=~"$slo"';
    this.#matchers = one
      ? // If an objective is not grouped by them, its series have no such labels.
        [`${LABELS.provider}=~"$provider|"`, `${LABELS.model}=~"$model|"`]
      : [];
  }

  series(name: string, matchers: readonly string[] = []): string {
    return this.#select(name, [this.#slo, ...this.#matchers, ...matchers]);
  }

  /** The promise, which is the same for all targets of an objective, and in all clusters. */
  get objective(): string {
    return `max by (service, slo) (${this.#select(OBJECTIVE, [this.#slo])})`;
  }

  /** Finds the recorded series, whose clusters can be chosen. */
  get selector(): string {
    return `${BUDGET_REMAINING}{${this.#service}}`;
  }

  get budgetRemaining(): string {
    return this.series(BUDGET_REMAINING);
  }

  /** The promise, for each target. */
  get objectiveOfTargets(): string {
    return `0 * ${this.budgetRemaining} + on (service, slo) group_left () ${this.objective}`;
  }

  /** Share of good events in the window of the budget. */
  get good(): string {
    return `1 - ${this.bad(this.#objectives.window)}`;
  }

  bad(window: Parameters<typeof errorRatio>[0]): string {
    return this.series(errorRatio(window));
  }

  burn(window: Window): string {
    return this.series(burnRate(window));
  }

  /** Share of bad events at which the budget burns by a factor. */
  limit(factor: number): string {
    return `clamp_max(${factor} * (1 - ${this.objective}), ${GREATEST_RATIO})`;
  }

  /** Days until the budget is spent; no value if the window regains as much as is spent. */
  get daysLeft(): string {
    const days = secondsOf(this.#objectives.window) / 86_400;
    const left = `clamp_min(${this.budgetRemaining}, 0)`;
    return `${left} * ${days} / (${this.burn('3d')} > 1)`;
  }

  /** Firing alerts. Alerts on causes have no objective, and belong to all of them. */
  get alerts(): string {
    return this.#select('ALERTS', ['alertstate="firing"', 'slo=~"$slo|"']);
  }

  #select(name: string, matchers: readonly string[]): string {
    const chosen = [this.#service, 'cluster=~"$cluster"', ...matchers];
    return `${name}{${chosen.join(',')}}`;
  }

  get #service(): string {
    return `service=${quoted(this.#objectives.service)}`;
  }
}

/** Series without their names, so that tables can put them side by side; for several clusters, the worst. */
export function byTarget(
  expression: string,
  worst: 'max' | 'min' = 'max'
): string {
  return `${worst} by (${OBJECTIVE_AND_TARGET.join(', ')}) (${expression})`;
}
