// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  budgetOf,
  type Objective,
  type Objectives,
  type Severity,
} from '../objectives/objective.ts';
import { burning } from '../rules/alerts/burn-thresholds.ts';
import { secondsOf } from '../objectives/windows.ts';
import { expectAlert, type Expectation, type RuleTest } from './promtool.ts';
import { LABELS } from '../sli/metric-names.ts';
import { openLabel } from './sample-labels.ts';
import { Rehearsal } from './rehearsal.ts';

/** Shared parts of the tests of one objective. */
export class Plot {
  readonly objectives: Objectives;
  readonly objective: Objective;
  readonly rehearsal: Rehearsal;
  readonly #tag: string;
  readonly #tags: { count: number };

  constructor(
    objectives: Objectives,
    objective: Objective,
    tag = '',
    tags = { count: 0 }
  ) {
    this.objectives = objectives;
    this.objective = objective;
    this.rehearsal = new Rehearsal(objectives, objective, tag);
    this.#tag = tag;
    this.#tags = tags;
  }

  /** Whether tests can have targets of their own, and be played at the same time. */
  get hasTargets(): boolean {
    return openLabel(this.objective) !== undefined;
  }

  /** The same for another target, where an objective has several. */
  another(): Plot {
    if (!this.hasTargets) return this;
    const tag = `t${++this.#tags.count}`;
    return new Plot(this.objectives, this.objective, tag, this.#tags);
  }

  /** Labels by which recorded series and alerts of this target are told apart. */
  get target(): Readonly<Record<string, string>> {
    const { labels } = this.rehearsal;
    const by = this.objective.groupBy.map(name => LABELS[name]);
    return {
      service: this.objectives.service,
      slo: this.objective.name,
      ...Object.fromEntries(by.map(label => [label, labels[label] ?? ''])),
    };
  }

  /** A recorded series of this target. */
  recorded(name: string): string {
    const shown = Object.entries(this.target).map(
      ([label, value]) => `${label}=${JSON.stringify(value)}`
    );
    return `${name}{${shown.join(',')}}`;
  }

  /** Share of bad events that burns the budget by a factor; for a cost the factor. */
  burn(factor: number): number {
    const { objective } = this;
    return objective.kind === 'cost' ? factor : factor * budgetOf(objective);
  }

  /**
   * Share of bad events that spends so large a share of the budget of the whole window in so many minutes; for a cost the
   * factor. `undefined` where there is no such share.
   */
  spending(share: number, minutes: number): number | undefined {
    const bad = this.burn(
      (share * secondsOf(this.objectives.window)) / 60 / minutes
    );
    return this.objective.kind !== 'cost' && bad > 1 ? undefined : bad;
  }

  /** From where on the budget burns too fast by a factor. */
  threshold(factor: number): number {
    return burning(this.objective, factor).threshold;
  }

  test(
    name: string,
    input_series: RuleTest['input_series'],
    expectations: readonly Expectation[]
  ): RuleTest {
    return {
      name: `${this.objective.name}: ${name}`,
      interval: '1m',
      input_series,
      promql_expr_test: expectations,
    };
  }

  /** Events of all targets that a recorded rate says there are, in a minute. */
  events(series: string, minute: number, perMinute: number): Expectation {
    const { service } = this.objectives;
    return {
      expr: `round(60 * sum(${series}{service=${JSON.stringify(service)},slo=${JSON.stringify(this.objective.name)}}), 0.01)`,
      eval_time: `${minute}m`,
      exp_samples: [{ labels: '{}', value: Number(perMinute.toFixed(2)) }],
    };
  }

  expect(
    alertname: string,
    fires: boolean,
    minute: number,
    severity?: Severity,
    more: Readonly<Record<string, string>> = {}
  ): Expectation {
    return expectAlert(fires, Math.ceil(minute), {
      alertname,
      ...(this.#tag === ''
        ? { service: this.objectives.service, slo: this.objective.name }
        : this.target),
      ...(severity !== undefined && {
        severity: this.objectives.alerts.severities[severity],
      }),
      ...more,
    });
  }
}
