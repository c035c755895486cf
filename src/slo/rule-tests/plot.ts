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
import { Rehearsal } from './rehearsal.ts';

/** Shared parts of the tests of one objective. */
export class Plot {
  readonly objectives: Objectives;
  readonly objective: Objective;
  readonly rehearsal: Rehearsal;

  constructor(objectives: Objectives, objective: Objective) {
    this.objectives = objectives;
    this.objective = objective;
    this.rehearsal = new Rehearsal(objectives, objective);
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
      service: this.objectives.service,
      slo: this.objective.name,
      ...(severity !== undefined && {
        severity: this.objectives.alerts.severities[severity],
      }),
      ...more,
    });
  }
}
