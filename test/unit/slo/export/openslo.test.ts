// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { openSlo } from '../../../../src/slo/export/openslo.ts';
import {
  ANSWERED,
  FLOOR,
  LATENCY,
  objectivesOf,
  SPEND,
  textOf,
} from './examples.ts';

describe('objectives for OpenSLO', () => {
  it('are a service, its data, an SLI and an SLO each, and the alerts of all', () => {
    const exported = openSlo(
      objectivesOf([LATENCY], {
        prometheus: { names: 'js', selector: 'job="chat"' },
      })
    );
    assert.equal(textOf(exported), TEXT);
  });

  it('have floors as slices of time', () => {
    const { documents, left } = openSlo(
      objectivesOf([FLOOR], { prometheus: { names: 'js' } })
    );
    const specs = (documents as { kind: string; spec: object }[])
      .filter(({ kind }) => kind === 'SLI' || kind === 'SLO')
      .map(({ spec }) => spec);
    assert.deepEqual(left, []);
    assert.deepEqual(specs[0], {
      thresholdMetric: {
        metricSource: {
          metricSourceRef: 'prometheus',
          type: 'Prometheus',
          spec: {
            query:
              'sum by () (rate(gen_ai_client_operation_duration_count{gen_ai_operation_name!="fetch_response",error_type=""}[5m])) or vector(0)',
          },
        },
      },
    });
    assert.deepEqual((specs[1] as { objectives: unknown }).objectives, [
      {
        op: 'gte',
        value: 1,
        target: 0.99,
        timeSliceTarget: 1,
        timeSliceWindow: '1m',
      },
    ]);
  });

  it('do not page where they are not to', () => {
    const kinds = (page: boolean) =>
      (
        openSlo(objectivesOf([{ ...ANSWERED, page }])).documents as {
          kind: string;
          metadata: { name: string };
        }[]
      )
        .filter(({ kind }) => kind === 'AlertPolicy')
        .map(({ metadata }) => metadata.name);
    assert.deepEqual(kinds(true), [
      'genai-page-1h',
      'genai-page-6h',
      'genai-ticket-1d',
      'genai-ticket-3d',
    ]);
    assert.deepEqual(kinds(false), [
      'genai-ticket-1h',
      'genai-ticket-6h',
      'genai-ticket-1d',
      'genai-ticket-3d',
    ]);
  });

  it('leave behind money, and say what is not quite the same', () => {
    const { documents, left, altered } = openSlo(objectivesOf([SPEND]));
    assert.deepEqual([documents, altered], [[], []]);
    assert.deepEqual(left, [
      {
        name: 'spend',
        why: 'its budget is money, and OpenSLO supports only shares of events',
      },
    ]);
    assert.deepEqual(
      openSlo(objectivesOf([{ ...LATENCY, target: 90 }])).altered,
      [
        {
          name: 'latency-2s',
          why: 'one budget instead of one for each provider and model: OpenSLO has no groups',
        },
        {
          name: 'latency-2s',
          why: 'its budget is too large to ever burn 14.4 times too fast, so the fastest alert of OpenSLO never fires',
        },
      ]
    );
  });
});

const TEXT = `apiVersion: openslo/v1
kind: Service
metadata:
  name: chat
  displayName: chat
spec: {}
---
apiVersion: openslo/v1
kind: DataSource
metadata:
  name: prometheus
spec:
  type: Prometheus
  connectionDetails:
    url: http://127.0.0.1:9090
---
apiVersion: openslo/v1
kind: SLI
metadata:
  name: chat-latency-2s
spec:
  ratioMetric:
    counter: false
    good:
      metricSource:
        metricSourceRef: prometheus
        type: Prometheus
        spec:
          query: sum by () (rate(gen_ai_client_operation_duration_bucket{job="chat",gen_ai_provider_name="openai",gen_ai_operation_name!="fetch_response",error_type="",le=~"2(\\\\.0)?"}[5m]))
    total:
      metricSource:
        metricSourceRef: prometheus
        type: Prometheus
        spec:
          query: sum by () (rate(gen_ai_client_operation_duration_count{job="chat",gen_ai_provider_name="openai",gen_ai_operation_name!="fetch_response",error_type=""}[5m]))
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: chat-latency-2s
  displayName: latency-2s
spec:
  description: 95 % of the answers take 2 s or less (openai)
  service: chat
  indicatorRef: chat-latency-2s
  timeWindow:
    - duration: 30d
      isRolling: true
  budgetingMethod: Occurrences
  objectives:
    - target: 0.95
  alertPolicies:
    - alertPolicyRef: genai-page-1h
    - alertPolicyRef: genai-page-6h
    - alertPolicyRef: genai-ticket-1d
    - alertPolicyRef: genai-ticket-3d
---
apiVersion: openslo/v1
kind: AlertCondition
metadata:
  name: genai-page-1h
spec:
  severity: page
  condition:
    kind: burnrate
    op: gt
    threshold: 14.4
    lookbackWindow: 1h
    alertAfter: 1m
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata:
  name: genai-page-1h
spec:
  alertWhenBreaching: true
  alertWhenResolved: false
  alertWhenNoData: false
  conditions:
    - conditionRef: genai-page-1h
  notificationTargets:
    - targetRef: genai-page
---
apiVersion: openslo/v1
kind: AlertCondition
metadata:
  name: genai-page-6h
spec:
  severity: page
  condition:
    kind: burnrate
    op: gt
    threshold: 6
    lookbackWindow: 6h
    alertAfter: 1m
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata:
  name: genai-page-6h
spec:
  alertWhenBreaching: true
  alertWhenResolved: false
  alertWhenNoData: false
  conditions:
    - conditionRef: genai-page-6h
  notificationTargets:
    - targetRef: genai-page
---
apiVersion: openslo/v1
kind: AlertCondition
metadata:
  name: genai-ticket-1d
spec:
  severity: ticket
  condition:
    kind: burnrate
    op: gt
    threshold: 3
    lookbackWindow: 1d
    alertAfter: 1m
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata:
  name: genai-ticket-1d
spec:
  alertWhenBreaching: true
  alertWhenResolved: false
  alertWhenNoData: false
  conditions:
    - conditionRef: genai-ticket-1d
  notificationTargets:
    - targetRef: genai-ticket
---
apiVersion: openslo/v1
kind: AlertCondition
metadata:
  name: genai-ticket-3d
spec:
  severity: ticket
  condition:
    kind: burnrate
    op: gt
    threshold: 1
    lookbackWindow: 3d
    alertAfter: 1m
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata:
  name: genai-ticket-3d
spec:
  alertWhenBreaching: true
  alertWhenResolved: false
  alertWhenNoData: false
  conditions:
    - conditionRef: genai-ticket-3d
  notificationTargets:
    - targetRef: genai-ticket
---
apiVersion: openslo/v1
kind: AlertNotificationTarget
metadata:
  name: genai-page
spec:
  description: Needs attention now.
  target: alertmanager
---
apiVersion: openslo/v1
kind: AlertNotificationTarget
metadata:
  name: genai-ticket
spec:
  description: Needs attention on the next working day.
  target: alertmanager
`;
