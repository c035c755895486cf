// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import type { ObjectivesInput } from '../../src/slo/objectives/objective-input.ts';
import { rulesOf } from '../../src/slo/rules/rules.ts';
import { assertTestsPass } from './promtool.ts';

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
  promql_expr_test: readonly {
    readonly expr: string;
    [key: string]: unknown;
  }[],
  /** Between two samples of the series. */
  interval = '1m'
): void {
  const rules = onlyNeeded(
    rulesOf(resolveObjectives(input)),
    promql_expr_test.map(({ expr }) => expr)
  );
  assertTestsPass(test, rules, [{ interval, input_series, promql_expr_test }]);
}

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

interface RuleFile {
  readonly name: string;
  readonly file: {
    readonly groups: readonly {
      readonly name: string;
      readonly rules: readonly Rule[];
    }[];
  };
}

/**
 * Leaves out the rules that no asked expression reads, be it through other rules. promtool evaluates every rule at every
 * minute of a test, which takes most of its time.
 */
function onlyNeeded(
  files: readonly RuleFile[],
  asked: readonly string[]
): readonly RuleFile[] {
  const all = files.flatMap(({ file }) => file.groups.flatMap(g => g.rules));
  const needed = new Set<Rule>();
  const open = [...asked];
  for (let expr; (expr = open.pop()) !== undefined;) {
    for (const rule of all) {
      if (needed.has(rule) || !reads(expr, rule)) continue;
      needed.add(rule);
      open.push(rule.expr);
    }
  }
  return files
    .map(({ name, file }) => ({
      name,
      file: {
        groups: file.groups
          .map(group => ({
            ...group,
            rules: group.rules.filter(rule => needed.has(rule)),
          }))
          .filter(({ rules }) => rules.length > 0),
      },
    }))
    .filter(({ file }) => file.groups.length > 0);
}

/** Whether an expression reads what a rule writes. */
function reads(expr: string, { record, alert, labels }: Rule): boolean {
  if (record !== undefined) {
    return [...expr.matchAll(/[\w:]+/g)].some(([name]) => name === record);
  }
  const written: Record<string, string> = { ...labels, alertname: alert! };
  return [...expr.matchAll(/\bALERTS(?:\{([^}]*)\})?/g)].some(
    ([, matchers = '']) =>
      [...matchers.matchAll(/(\w+)="([^"]*)"/g)].every(
        ([, name, value]) => (written[name!] ?? value) === value
      )
  );
}
