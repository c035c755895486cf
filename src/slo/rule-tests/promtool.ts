// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A file for `promtool test rules`.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/
 */
export interface TestFile {
  readonly rule_files: readonly string[];
  readonly evaluation_interval: string;
  readonly group_eval_order: readonly string[];
  readonly tests: readonly RuleTest[];
}

export interface RuleTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly InputSeries[];
  readonly promql_expr_test: readonly Expectation[];
}

export interface InputSeries {
  readonly series: string;
  readonly values: string;
}

export interface Expectation {
  readonly expr: string;
  readonly eval_time: string;
  readonly exp_samples: readonly {
    readonly labels: string;
    readonly value: number;
  }[];
}

/** So many minutes in which a counter grows by so much a minute. */
export interface Segment {
  readonly minutes: number;
  readonly perMinute: number;
}

/**
 * Values of a counter in promtool's notation, one a minute. A segment goes on from the very number that promtool comes to
 * by adding up the one before: a last digit less would be a restart of the process, and all of the counter new.
 */
export function counterValues(segments: readonly Segment[]): string {
  let value = 0;
  const lasting = segments.filter(({ minutes }) => minutes > 0);
  const runs = lasting.map(({ minutes, perMinute }, index) => {
    const step = rounded(perMinute);
    // The first has the zero from which everything starts.
    const first = index === 0 ? 0 : value + step;
    const steps = index === 0 ? minutes : minutes - 1;
    value = first;
    for (let count = 0; count < steps; count++) value += step;
    return `${first}+${step}x${steps}`;
  });
  return runs.join(' ');
}

/** Tests of different targets as one: promtool evaluates every rule at every minute, however few series there are. */
export function together(name: string, tests: readonly RuleTest[]): RuleTest {
  return {
    name,
    interval: '1m',
    input_series: tests.flatMap(test => test.input_series),
    promql_expr_test: tests.flatMap(test => test.promql_expr_test),
  };
}

/** Whether an alert fires at a minute: one target does, or none. */
export function expectAlert(
  fires: boolean,
  minute: number,
  labels: Readonly<Record<string, string>>
): Expectation {
  const matchers = Object.entries({ alertstate: 'firing', ...labels }).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}`
  );
  return {
    expr: `count(ALERTS{${matchers.join(',')}})`,
    eval_time: `${minute}m`,
    exp_samples: fires ? [{ labels: '{}', value: 1 }] : [],
  };
}

/** So that the notation is that of plain decimals. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}
