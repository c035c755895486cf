// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { SloWindow } from '../../../src/slo/objectives/objective.ts';
import { resolveObjectives } from '../../../src/slo/objectives/resolve.ts';
import type { ObjectiveInput } from '../../../src/slo/objectives/objective-input.ts';
import type { AlertingRule } from '../../../src/slo/rules/rule.ts';
import { rulesOf } from '../../../src/slo/rules/rules.ts';

// What the committed sample has no example of; what it has is compared by `npm run docs -- --check`.
function rules(
  input: ObjectiveInput,
  { window = '30d', ...options }: { window?: SloWindow; scale?: number } = {}
) {
  const objectives = resolveObjectives({
    service: 'chat',
    window,
    prometheus: { names: 'js' },
    objectives: [input],
  });
  const [own] = rulesOf(objectives, options);
  return own!.file.groups.flatMap(group => group.rules);
}

const burnAlerts = (input: ObjectiveInput): AlertingRule[] =>
  rules(input).filter(
    (rule): rule is AlertingRule =>
      'alert' in rule && rule.alert === 'GenAISLOBurn'
  );

const errors = { name: 'e', kind: 'errorRate', max: 1 } as const;

/** The windows that an expression looks at, in pairs. */
const windowsIn = (expr: string): string[] =>
  [...expr.matchAll(/error_ratio:(\w+)\{[^}]*\} > ([\d.]+)/g)].map(
    ([, window, threshold]) => `${window} ${threshold}`
  );

describe('alerts', () => {
  const fast = ['1h 0.144', '5m 0.144', '6h 0.06', '30m 0.06'];
  const slow = ['1d 0.03', '2h 0.03', '3d 0.01', '6h 0.01'];

  it('page for what burns fast, and ticket for what burns slowly', () => {
    assert.deepEqual(
      burnAlerts(errors).map(({ labels, expr }) => [
        labels['severity'],
        windowsIn(expr),
      ]),
      [
        ['page', fast.slice(0, 2)],
        ['page', fast.slice(2)],
        ['ticket', slow.slice(0, 2)],
        ['ticket', slow.slice(2)],
      ]
    );
  });

  it('page for no objective that asks for none, and ticket for both', () => {
    assert.deepEqual(
      burnAlerts({ ...errors, page: false }).map(({ labels, expr }) => [
        labels['severity'],
        windowsIn(expr),
      ]),
      [
        ['ticket', fast.slice(0, 2)],
        ['ticket', fast.slice(2)],
        ['ticket', slow.slice(0, 2)],
        ['ticket', slow.slice(2)],
      ]
    );
  });

  it('ask for no more than nine bad of ten', () => {
    const [page, slower] = burnAlerts({ ...errors, max: 20 });
    assert.deepEqual(windowsIn(page!.expr), ['1h 0.9', '5m 0.9']);
    assert.deepEqual(windowsIn(slower!.expr), ['6h 0.9', '30m 0.9']);
  });
});

describe('alerts on a latency', () => {
  const latency = {
    name: 'l',
    kind: 'latency',
    threshold: '2s',
    target: 99,
    description: 'Slow answers are thrown away.',
  } as const;
  const alertsOf = (input: ObjectiveInput) =>
    rules(input).filter((rule): rule is AlertingRule => 'alert' in rule);
  const names = (input: ObjectiveInput) =>
    alertsOf(input).map(({ alert }) => alert);

  it('miss a boundary of the histogram alone', () => {
    assert.ok(names(latency).includes('GenAISLOBucketMissing'));
    for (const counted of [
      { source: 'events' },
      { source: 'operation' },
      { match: { stream: true } },
    ] as const) {
      const input = { ...latency, ...counted };
      assert.ok(!names(input).includes('GenAISLOBucketMissing'));
    }
  });

  it('say what the objective is for', () => {
    for (const { annotations } of alertsOf(latency)) {
      assert.match(
        annotations['description'] ?? '',
        /\. Slow answers are thrown away\.\nLook at: /
      );
    }
  });
});

describe('a budget', () => {
  const expression = (alert: string, minBadEvents: number) => {
    const found = rulesOf(
      resolveObjectives({
        service: 'chat',
        prometheus: { minBadEvents },
        objectives: [errors],
      })
    )[0]!
      .file.groups.flatMap(group => group.rules)
      .find(rule => 'alert' in rule && rule.alert === alert);
    return found!.expr;
  };

  it('is judged by bad events, and not by the traffic', () => {
    assert.match(
      expression('GenAISLOBudgetExhausted', 5),
      / <= 0 and genai_slo:bad:increase30d\{[^}]*\} >= 4\.5$/
    );
    assert.match(expression('GenAISLOBudgetHalfSpent', 2), / >= 1\.5$/);
  });
});

describe('a floor of the throughput', () => {
  const total = (groupBy: ObjectiveInput['groupBy']) => {
    const input = { name: 't', kind: 'throughput', min: '10/min' } as const;
    const [rule] = rules({ ...input, ...(groupBy && { groupBy }) });
    return rule!.expr;
  };

  it('is missed by no calls at all, but not for each target that never was', () => {
    assert.match(total(undefined), / or vector\(0\)/);
    assert.doesNotMatch(total(['model']), /vector/);
  });
});

describe('rules in less than their time', () => {
  it('have every length of time shortened alike, and the events of a step', () => {
    const [page, slower] = rules(errors, { scale: 1 / 60 }).filter(
      rule => 'alert' in rule
    );
    assert.match(page!.expr, /sum_over_time\([^[]*\[60s\]\) \* 1 >= 4\.5/);
    assert.match(
      slower!.expr,
      /sum_over_time\([^[]*\[360s\]\) \* 1 >= 4\.5 and genai_slo:data_age:seconds\{[^}]*\} >= 90/
    );
    const causes = rulesOf(
      resolveObjectives({ service: 'chat', objectives: [errors] }),
      { scale: 1 / 60 }
    ).at(-1)!;
    const credentials = causes.file.groups[0]!.rules.find(
      rule => 'alert' in rule && rule.alert === 'GenAICredentialsRejected'
    );
    assert.match(
      credentials!.expr,
      / \* 5 >= 2\.5\).*\[360s\]\)\) \* 1 >= 2\.5/
    );
    const [whole] = rules(errors).filter(rule => 'alert' in rule);
    assert.match(whole!.expr, /\[1h\]\) \* 60 >= 4\.5/);
  });
});
