// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** A test of promtool, as far as it is read here. */
export interface RuleTest {
  readonly promql_expr_test: readonly {
    readonly expr: string;
    readonly [key: string]: unknown;
  }[];
  readonly alert_rule_test?: readonly {
    readonly alertname: string;
    readonly [key: string]: unknown;
  }[];
  readonly [key: string]: unknown;
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

/** The file `test.yml` for promtool, and the rules that it needs, whose groups are evaluated in their order. */
export function rulesAndTests(
  all: readonly RuleFile[],
  tests: readonly RuleTest[],
  evaluation_interval = '1m'
): Record<string, object> {
  const rules = onlyNeeded(all, tests.flatMap(askedBy));
  const test = {
    rule_files: rules.map(({ name }) => `${name}.yml`),
    evaluation_interval,
    group_eval_order: rules.flatMap(({ file }) =>
      file.groups.map(({ name }) => name)
    ),
    tests,
  };
  return {
    ...Object.fromEntries(rules.map(({ name, file }) => [`${name}.yml`, file])),
    'test.yml': test,
  };
}

function askedBy({
  promql_expr_test: queries,
  alert_rule_test: alerts = [],
}: RuleTest): readonly string[] {
  return [
    ...queries.map(({ expr }) => expr),
    ...alerts.map(({ alertname }) => `ALERTS{alertname="${alertname}"}`),
  ];
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
