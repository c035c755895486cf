// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Labels } from '../rules/rule.ts';
import type { NamedRules } from '../rules/rules.ts';
import { dnsLabel, namesFor, trimmed } from './names.ts';

/**
 * The rules as objects of the Prometheus operator, one for each rule file.
 *
 * @param labels Labels that the `ruleSelector` of the Prometheus object selects.
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export function prometheusRules(
  service: string,
  rules: readonly NamedRules[],
  labels: Labels
): NamedRules<object>[] {
  const names = namesFor(
    rules,
    ({ name }) => dnsLabel(`${service}-${trimmed(name)}`),
    253
  );
  return rules.map(rule => ({
    name: rule.name,
    file: {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: {
        name: names.get(rule),
        labels: { 'app.kubernetes.io/managed-by': 'otel-genai', ...labels },
      },
      spec: rule.file,
    },
  }));
}
