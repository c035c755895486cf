// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { pyrra } from '../../../../src/slo/export/pyrra.ts';
import {
  ANSWERED,
  AVAILABILITY,
  FLOOR,
  LATENCY,
  objectivesOf,
  SPEND,
  textOf,
} from './examples.ts';

const JS = { prometheus: { names: 'js' } } as const;

describe('objectives for Pyrra', () => {
  it('are an object each, with a budget for each target', () => {
    const exported = pyrra(
      objectivesOf([AVAILABILITY, LATENCY, ANSWERED], {
        prometheus: { names: 'js', selector: 'job="chat"' },
      })
    );
    assert.equal(textOf(exported), TEXT);
  });

  it('have the names of a Collector where those are asked for', () => {
    const text = textOf(
      pyrra(
        objectivesOf([LATENCY, ANSWERED], { prometheus: { names: 'otlp' } })
      )
    );
    assert.deepEqual(text.match(/metric: \w+/g), [
      'metric: gen_ai_client_operation_duration_seconds_bucket',
      'metric: gen_ai_client_operation_duration_seconds_count',
      'metric: genai_slo_events_total',
      'metric: genai_slo_events_total',
    ]);
  });

  it('say that one name is asked for where both should be, in the object too', () => {
    const { documents, altered } = pyrra(
      objectivesOf([AVAILABILITY, ANSWERED])
    );
    assert.deepEqual(
      (documents as { metadata: { annotations: object } }[]).map(
        ({ metadata }) => Object.keys(metadata.annotations)
      ),
      [['pyrra.dev/promise', 'pyrra.dev/names'], ['pyrra.dev/promise']]
    );
    assert.deepEqual(altered, [
      {
        name: 'availability',
        why: 'only the names of the exporter of the JS SDK: Pyrra takes one name (prometheus.names: otlp selects the other)',
      },
    ]);
  });

  it('leave behind what is no share of calls, and events whose counter has another name than the object may', () => {
    const { documents, left } = pyrra(
      objectivesOf([FLOOR, SPEND, { ...ANSWERED, name: 'Answered_all' }], JS)
    );
    assert.deepEqual(documents, []);
    assert.deepEqual(
      left.map(({ name }) => name),
      ['floor', 'spend', 'Answered_all']
    );
  });

  it('say what is not quite the same', () => {
    const { altered } = pyrra(
      objectivesOf(
        [
          { ...LATENCY, page: false },
          { ...AVAILABILITY, target: 90 },
        ],
        JS
      )
    );
    assert.deepEqual(altered, [
      {
        name: 'latency-2s',
        why: `the boundary is le="2", which Prometheus 3 spells 2.0: turn on Pyrra's setting for that migration`,
      },
      {
        name: 'latency-2s',
        why: 'pages: Pyrra has no objectives without pages',
      },
      {
        name: 'availability',
        why: 'its budget is too large to ever burn 14.4 times too fast, so the fastest alert of Pyrra never fires',
      },
    ]);
  });

  it('never share a name', () => {
    const { documents } = pyrra(
      objectivesOf(
        [
          { ...LATENCY, name: 'a.b' },
          { ...LATENCY, name: 'a-b' },
          { ...LATENCY, name: 'A_B' },
        ],
        JS
      )
    );
    assert.deepEqual(
      (documents as { metadata: { name: string } }[]).map(
        ({ metadata }) => metadata.name
      ),
      ['chat-a-b', 'chat-a-b-2', 'chat-a-b-3']
    );
  });
});

const TEXT = `apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata:
  name: chat-availability
  labels:
    pyrra.dev/service: chat
  annotations:
    pyrra.dev/promise: 99.9 % of the calls succeed, for each provider and model
spec:
  description: 99.9 % of the calls succeed, for each provider and model
  target: "99.9"
  window: 30d
  indicator:
    ratio:
      errors:
        metric: gen_ai_client_operation_duration_count{job="chat",gen_ai_operation_name!="fetch_response",error_type!="",error_type!~"aborted|AbortError|ABORT_ERR|ERR_CANCELED"}
      total:
        metric: gen_ai_client_operation_duration_count{job="chat",gen_ai_operation_name!="fetch_response",error_type!~"aborted|AbortError|ABORT_ERR|ERR_CANCELED"}
      grouping:
        - gen_ai_provider_name
        - gen_ai_request_model
---
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata:
  name: chat-latency-2s
  labels:
    pyrra.dev/service: chat
  annotations:
    pyrra.dev/promise: 95 % of the answers take 2 s or less (openai), for each provider and model
spec:
  description: 95 % of the answers take 2 s or less (openai), for each provider and model
  target: "95"
  window: 30d
  indicator:
    latency:
      success:
        metric: gen_ai_client_operation_duration_bucket{job="chat",gen_ai_provider_name="openai",gen_ai_operation_name!="fetch_response",error_type="",le="2"}
      total:
        metric: gen_ai_client_operation_duration_count{job="chat",gen_ai_provider_name="openai",gen_ai_operation_name!="fetch_response",error_type=""}
      grouping:
        - gen_ai_provider_name
        - gen_ai_request_model
---
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata:
  name: answered
  labels:
    pyrra.dev/service: chat
  annotations:
    pyrra.dev/promise: 99.5 % of the operations succeed
spec:
  description: 99.5 % of the operations succeed
  target: "99.5"
  window: 30d
  indicator:
    ratio:
      errors:
        metric: genai_slo_events_total{job="chat",slo="answered",outcome="bad"}
      total:
        metric: genai_slo_events_total{job="chat",slo="answered",outcome=~"good|bad"}
      grouping: []
`;
