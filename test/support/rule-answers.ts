// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import type { ObjectivesInput } from '../../src/slo/objectives/objective-input.ts';
import { rulesOf } from '../../src/slo/rules/rules.ts';
import { accepts } from './promtool.ts';
import { rulesAndTests, type RuleTest } from './rules-and-tests.ts';

/** Labels of a series of the process `a` of the job `app`, with others in their place. */
export function shown(labels: Readonly<Record<string, string>>): string {
  const all = {
    job: 'app',
    instance: 'a',
    gen_ai_provider_name: 'openai',
    gen_ai_request_model: 'm',
    ...labels,
  };
  const pairs = Object.entries(all).map(
    ([name, text]) => `${name}=${JSON.stringify(text)}`
  );
  return `{${pairs.join(',')}}`;
}

/** Fails the test unless the rules of these objectives answer as expected, by promtool; skips it without promtool. */
export function assertAnswers(
  test: Mocha.Context,
  input: ObjectivesInput,
  input_series: readonly object[],
  promql_expr_test: RuleTest['promql_expr_test'],
  /** Between two samples of the series. */
  interval = '1m'
): void {
  const rules = rulesOf(resolveObjectives(input));
  accepts(
    test,
    ['test', 'rules', 'test.yml'],
    rulesAndTests(rules, [{ interval, input_series, promql_expr_test }])
  );
}
