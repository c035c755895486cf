// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { inFolder, runCommand } from './run-command.ts';

interface PrometheusRule {
  apiVersion: string;
  kind: string;
  metadata: object;
  spec: object;
}

describe('otel-genai slo rules --format prometheus-rule', () => {
  it('writes objects for the operator of Kubernetes beside the rule files', () =>
    inFolder(async path => {
      writeFileSync(
        path('slo.yaml'),
        'service: Chat_1\nobjectives:\n  - { name: causes, kind: cost, budget: 5 }\n'
      );
      const rules = ['slo', 'rules', '--file', path('slo.yaml')];
      const options = ['--out', path('slo'), '--format', 'prometheus-rule'];
      const label = ['--label', 'release=monitoring'];
      assert.equal(
        (await runCommand([...rules, ...options, ...label])).code,
        0
      );
      const folder = path('slo/prometheus-rules');
      const objects = readdirSync(folder).map(
        name =>
          parse(readFileSync(`${folder}/${name}`, 'utf8')) as PrometheusRule
      );
      assert.deepEqual(
        objects.map(({ apiVersion, kind, metadata }) => ({
          apiVersion,
          kind,
          metadata,
        })),
        ['chat-1-causes-2', 'chat-1-causes'].map(name => ({
          apiVersion: 'monitoring.coreos.com/v1',
          kind: 'PrometheusRule',
          metadata: {
            name,
            labels: {
              'app.kubernetes.io/managed-by': 'otel-genai',
              release: 'monitoring',
            },
          },
        }))
      );
      assert.deepEqual(
        objects.map(({ spec }) => spec),
        ['_causes', 'causes'].map(name =>
          parse(readFileSync(path(`slo/rules/${name}.rules.yml`), 'utf8'))
        )
      );
      assert.deepEqual(
        await runCommand([...rules, ...options, '--label', 'a b=c']),
        {
          code: 1,
          out: '',
          error:
            '--label: "a b=c" was given; allowed: NAME=VALUE, valid as a Kubernetes label, as in release=kube-prometheus-stack\n',
        }
      );
    }));
});
