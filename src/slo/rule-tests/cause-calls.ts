// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../objectives/objective.ts';
import { ERROR_TYPE, LABELS, latencySeries } from '../sli/metric-names.ts';
import {
  counterValues,
  expectAlert,
  type InputSeries,
  type RuleTest,
  type Segment,
} from './promtool.ts';
import { sampleLabels } from './sample-labels.ts';

/** Series of the calls of one application. */
export class Calls {
  readonly #objectives: Objectives;

  constructor(objectives: Objectives) {
    this.#objectives = objectives;
  }

  get service(): string {
    return this.#objectives.service;
  }

  /** Calls that ended; of a provider of that name, where one is given. */
  ended(
    segments: readonly Segment[],
    errorType?: string,
    provider?: string
  ): InputSeries {
    const { prometheus } = this.#objectives;
    const unit = prometheus.names === 'otlp' ? '_seconds' : '';
    return this.series(
      `${latencySeries('duration', prometheus)}${unit}_count`,
      counterValues(segments),
      {
        ...(errorType !== undefined && { [ERROR_TYPE]: errorType }),
        ...(provider !== undefined && { [LABELS.provider]: provider }),
      }
    );
  }

  series(
    name: string,
    values: string,
    more: Readonly<Record<string, string>> = {}
  ): InputSeries {
    const labels = {
      ...sampleLabels({}, this.#objectives.prometheus.selector),
      ...more,
    };
    const shown = Object.entries(labels).map(
      ([label, value]) => `${label}=${JSON.stringify(value)}`
    );
    return { series: `${name}{${shown.join(',')}}`, values };
  }

  test(
    name: string,
    input_series: readonly InputSeries[],
    alert: string,
    at: readonly (readonly [minute: number, fires: boolean])[]
  ): RuleTest {
    const { service } = this.#objectives;
    return {
      name: `${alert}: ${name}`,
      interval: '1m',
      input_series,
      promql_expr_test: at.map(([minute, fires]) =>
        expectAlert(fires, minute, { alertname: alert, service })
      ),
    };
  }
}
