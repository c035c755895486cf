// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ERROR_TYPE, latencySeries } from '../sli/metric-names.ts';
import type { Objectives } from '../objectives/objective.ts';
import { CAUSES } from '../rules/cause-rules.ts';
import { counterValues, expectAlert, type RuleTest } from './promtool.ts';
import { sampleError } from './rehearsal.ts';
import { sampleLabels } from './sample-labels.ts';

/** Tests of the alerts of causes: half of the calls fires each, and a failure or two none. */
export function causeTests({ service, prometheus }: Objectives): RuleTest[] {
  const unit = prometheus.names === 'otlp' ? '_seconds' : '';
  const name = `${latencySeries('duration', prometheus)}${unit}_count`;
  const series = (errorType: string | undefined, values: string) => {
    const labels = {
      ...sampleLabels({}, prometheus.selector),
      ...(errorType !== undefined && { [ERROR_TYPE]: errorType }),
    };
    const shown = Object.entries(labels).map(
      ([label, value]) => `${label}=${JSON.stringify(value)}`
    );
    return { series: `${name}{${shown.join(',')}}`, values };
  };
  const minutes = 60;
  const good = series(undefined, counterValues([{ minutes, perMinute: 60 }]));
  return CAUSES.flatMap(({ alert, errors: [first], least }) => {
    const errorType = sampleError(first ?? 'server');
    const few = least - 2;
    const test = (
      title: string,
      values: string,
      fires: boolean,
      at: readonly number[]
    ): RuleTest => ({
      name: `${alert}: ${title}`,
      interval: '1m',
      input_series: [good, series(errorType, values)],
      promql_expr_test: at.map(minute =>
        expectAlert(fires, minute, { alertname: alert, service })
      ),
    });
    return [
      test(
        'half of the calls',
        counterValues([{ minutes, perMinute: 60 }]),
        true,
        [40]
      ),
      test(
        `${few} in the window`,
        counterValues([
          { minutes: 30, perMinute: 0 },
          { minutes: few, perMinute: 1 },
          { minutes: 30 - few, perMinute: 0 },
        ]),
        false,
        [32, 36, 40, 45]
      ),
    ];
  });
}
