// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { prometheusRules } from '../../../../src/slo/export/prometheus-rule.ts';
import { resolveObjectives } from '../../../../src/slo/objectives/resolve.ts';
import { rulesOf, type RuleOptions } from '../../../../src/slo/rules/rules.ts';

/**
 * Fields of a PrometheusRule (monitoring.coreos.com/v1), as the CustomResourceDefinition of prometheus-operator 0.82.2
 * has them. An API server drops fields that the schema does not have, and refuses values that it does not take.
 *
 * @see https://github.com/prometheus-operator/prometheus-operator/blob/v0.82.2/example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml
 */
const DURATION = /^(0|(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?)$/;
const FIELDS: Readonly<
  Record<string, Readonly<Record<string, (value: unknown) => boolean>>>
> = {
  spec: { groups: Array.isArray },
  group: {
    name: value => isText(value) && value !== '',
    interval: isDuration,
    labels: areTexts,
    limit: Number.isInteger,
    partial_response_strategy: isText,
    query_offset: isDuration,
    rules: Array.isArray,
  },
  rule: {
    alert: isText,
    annotations: areTexts,
    expr: value => isText(value) || Number.isInteger(value),
    for: isDuration,
    keep_firing_for: value => isDuration(value) && value !== '',
    labels: areTexts,
    record: isText,
  },
};

/** Names and label values of Kubernetes. */
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

interface PrometheusRule {
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly groups: readonly {
      readonly name: string;
      readonly rules: readonly Readonly<Record<string, unknown>>[];
    }[];
  };
}

const EVERYTHING = resolveObjectives({
  service: 'Chat_1',
  window: 'month',
  exclude: [{ cron: '0 2 * * sun', duration: '2h', timeZone: 'Europe/Berlin' }],
  alerts: { labels: { team: 'search' }, annotations: { note: '5' } },
  objectives: [
    { name: 'Answers_1', kind: 'availability', target: 99.9 },
    { name: 'answers.1', kind: 'availability', target: 99, source: 'events' },
    { name: 'e', kind: 'errorRate', max: 0.1, description: '{{ twice }}' },
    { name: 'l', kind: 'latency', threshold: '2s', target: 99 },
    { name: 't', kind: 'throughput', min: '4/h', groupBy: ['model'] },
    { name: 'c', kind: 'cost', budget: 5 },
  ],
});

describe('a PrometheusRule', () => {
  const every: readonly RuleOptions[] = [
    {},
    { compat: true, sloth: true },
    { keepFiring: false },
  ];
  for (const options of every) {
    it(`has the fields and types of the operator: ${JSON.stringify(options)}`, () => {
      const made = prometheusRules('Chat_1', rulesOf(EVERYTHING, options), {
        release: 'monitoring',
      }).map(({ file }) => file as PrometheusRule);
      assert.ok(made.length >= 8);
      assert.deepEqual(made.flatMap(problemsOf), []);
      const names = made.map(({ metadata }) => metadata.name);
      assert.equal(new Set(names).size, names.length);
    });
  }

  it('would be refused with a field of another name, or a number as a label', () => {
    const [first] = prometheusRules('chat', rulesOf(EVERYTHING), {});
    const broken = JSON.parse(
      JSON.stringify(first?.file)
        .replace('"record":', '"records":')
        .replace('"interval":"1m"', '"interval":"1min"')
        .replace('"service":"Chat_1"', '"service":1')
    ) as PrometheusRule;
    assert.equal(problemsOf(broken).length, 4);
  });
});

function problemsOf({ metadata, spec }: PrometheusRule): string[] {
  const { groups } = spec;
  const names = groups.map(({ name }) => name);
  const rules = groups.flatMap(group => group.rules);
  return [
    ...(SUBDOMAIN.test(metadata.name) && metadata.name.length <= 253
      ? []
      : [`name ${metadata.name}`]),
    ...Object.values(metadata.labels)
      .filter(value => !LABEL_VALUE.test(value) || value.length > 63)
      .map(value => `label ${value}`),
    ...wrong('spec', spec),
    ...groups.flatMap(group => wrong('group', group)),
    // The list is a map by name: an API server refuses two of one name.
    ...(new Set(names).size === names.length ? [] : ['two groups of one name']),
    ...rules.flatMap(rule => wrong('rule', rule)),
    ...rules
      .filter(rule => 'alert' in rule === 'record' in rule)
      .map(() => 'either alert or record is wanted'),
  ];
}

function wrong(where: string, object: object): string[] {
  const fields = FIELDS[where] ?? {};
  return Object.entries(object)
    .filter(([name, value]) => fields[name]?.(value) !== true)
    .map(([name, value]) => `${where}.${name}: ${JSON.stringify(value)}`);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isDuration(value: unknown): boolean {
  return isText(value) && DURATION.test(value);
}

function areTexts(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(isText)
  );
}
