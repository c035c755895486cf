// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  budgetOf,
  type Objective,
  type Objectives,
} from '../objectives/objective.ts';
import { burning } from '../rules/burn-thresholds.ts';
import { expectAlert, type Expectation, type RuleTest } from './promtool.ts';
import { Rehearsal } from './rehearsal.ts';

/** What the tests of one objective share. */
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

  expect(
    alertname: string,
    fires: boolean,
    minute: number,
    severity?: string
  ): Expectation {
    return expectAlert(fires, Math.ceil(minute), {
      alertname,
      service: this.objectives.service,
      slo: this.objective.name,
      ...(severity !== undefined && { severity }),
    });
  }
}
