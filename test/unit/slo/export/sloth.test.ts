// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { sloth } from '../../../../src/slo/export/sloth.ts';
import type { ObjectiveInput } from '../../../../src/slo/objectives/objective-input.ts';
import {
  ANSWERED,
  AVAILABILITY,
  FLOOR,
  LATENCY,
  objectivesOf,
  SPEND,
  textOf,
} from './examples.ts';

describe('objectives for Sloth', () => {
  it('have a query of the bad events and one of all, for whatever window', () => {
    const exported = sloth(
      objectivesOf([AVAILABILITY, LATENCY, ANSWERED], {
        prometheus: { names: 'js', selector: 'job="chat"' },
      })
    );
    assert.equal(textOf(exported), TEXT);
  });

  it('are asked for by both names, where both are asked for', () => {
    const { documents } = sloth(objectivesOf([LATENCY]));
    const [document] = documents as {
      slos: { sli: { events: { total_query: string } } }[];
    }[];
    assert.equal(
      document?.slos[0]?.sli.events.total_query,
      'sum by () (' +
        'max by (job, instance) (label_replace(sum by (job, instance) (rate(gen_ai_client_operation_duration_count{gen_ai_provider_name="openai",gen_ai_operation_name!="fetch_response",error_type=""}[{{.window}}])), "unit", "none", "", "")' +
        ' or sum by (job, instance) (rate(gen_ai_client_operation_duration_seconds_count{gen_ai_provider_name="openai",gen_ai_operation_name!="fetch_response",error_type=""}[{{.window}}]))))'
    );
  });

  it('page only where they are to', () => {
    const severities = (page: boolean) => {
      const { documents } = sloth(objectivesOf([{ ...ANSWERED, page }]));
      const [document] = documents as {
        slos: {
          alerting: Record<'page_alert' | 'ticket_alert', { labels: object }>;
        }[];
      }[];
      const alerting = document?.slos[0]?.alerting;
      return [alerting?.page_alert.labels, alerting?.ticket_alert.labels];
    };
    assert.deepEqual(severities(true), [
      { severity: 'page' },
      { severity: 'ticket' },
    ]);
    assert.deepEqual(severities(false), [
      { severity: 'ticket' },
      { severity: 'ticket' },
    ]);
  });

  it('leave behind what is no share of calls, and say so', () => {
    const { documents, left } = sloth(objectivesOf([FLOOR, SPEND]));
    assert.deepEqual(documents, []);
    assert.deepEqual(left, [
      {
        name: 'floor',
        why: 'its events are minutes, and Sloth counts only calls',
      },
      {
        name: 'spend',
        why: 'its budget is money, and Sloth supports only shares of events',
      },
    ]);
  });

  it('say what is not quite the same', () => {
    const altered = (
      objective: ObjectiveInput,
      window: '7d' | '28d' | '30d' = '30d'
    ) =>
      sloth(objectivesOf([objective], { window })).altered.map(
        ({ name, why }) => `${name}: ${why}`
      );
    assert.deepEqual(altered(ANSWERED), []);
    assert.deepEqual(altered(LATENCY), [
      'latency-2s: one budget instead of one for each provider and model: Sloth has no groups',
    ]);
    assert.deepEqual(altered({ ...ANSWERED, target: 90 }), [
      'answered: its budget is too large to ever burn 14.4 times too fast, so the fastest alert of Sloth never fires',
    ]);
    assert.deepEqual(altered({ ...ANSWERED, name: 'a' }), [
      'a: is renamed slo-a: Sloth refuses the name',
    ]);
    assert.deepEqual(altered({ ...ANSWERED, name: 'a.b-' }), [
      'a.b-: is renamed a.b: Sloth refuses the name',
    ]);
    assert.match(
      altered(ANSWERED, '28d').join(),
      /^chat: .*--default-slo-period 28d$/
    );
    assert.match(
      altered(ANSWERED, '7d').join(),
      /^chat: .*--slo-period-windows-path/
    );
  });
});

const TEXT = `version: prometheus/v1
service: chat
slos:
  - name: availability
    description: 99.9 % of the calls succeed
    objective: 99.9
    sli:
      events:
        error_query: sum by () (rate(gen_ai_client_operation_duration_count{job="chat",gen_ai_operation_name!="fetch_response",error_type!="",error_type!~"aborted|AbortError|ABORT_ERR|ERR_CANCELED"}[{{.window}}])) or 0 * sum by () (rate(gen_ai_client_operation_duration_count{job="chat",gen_ai_operation_name!="fetch_response",error_type!~"aborted|AbortError|ABORT_ERR|ERR_CANCELED"}[{{.window}}]))
        total_query: sum by () (rate(gen_ai_client_operation_duration_count{job="chat",gen_ai_operation_name!="fetch_response",error_type!~"aborted|AbortError|ABORT_ERR|ERR_CANCELED"}[{{.window}}]))
    alerting:
      name: GenAISLOBurn
      labels:
        service: chat
        slo: availability
      annotations:
        promise: 99.9 % of the calls succeed
      page_alert:
        labels:
          severity: page
      ticket_alert:
        labels:
          severity: ticket
  - name: latency-2s
    description: 95 % of the answers take 2 s or less (openai)
    objective: 95
    sli:
      events:
        error_query: clamp_min(sum by () (rate(gen_ai_client_operation_duration_count{job="chat",gen_ai_provider_name="openai",gen_ai_operation_name!="fetch_response",error_type=""}[{{.window}}])) - sum by () (rate(gen_ai_client_operation_duration_bucket{job="chat",gen_ai_provider_name="openai",gen_ai_operation_name!="fetch_response",error_type="",le=~"2(\\\\.0)?"}[{{.window}}])), 0)
        total_query: sum by () (rate(gen_ai_client_operation_duration_count{job="chat",gen_ai_provider_name="openai",gen_ai_operation_name!="fetch_response",error_type=""}[{{.window}}]))
    alerting:
      name: GenAISLOBurn
      labels:
        service: chat
        slo: latency-2s
      annotations:
        promise: 95 % of the answers take 2 s or less (openai)
      page_alert:
        labels:
          severity: page
      ticket_alert:
        labels:
          severity: ticket
  - name: answered
    description: 99.5 % of the operations succeed
    objective: 99.5
    sli:
      events:
        error_query: sum by () (rate(genai_slo_events_total{job="chat",slo="answered",outcome="bad"}[{{.window}}])) or 0 * sum by () (rate(genai_slo_events_total{job="chat",slo="answered",outcome=~"good|bad"}[{{.window}}]))
        total_query: sum by () (rate(genai_slo_events_total{job="chat",slo="answered",outcome=~"good|bad"}[{{.window}}]))
    alerting:
      name: GenAISLOBurn
      labels:
        service: chat
        slo: answered
      annotations:
        promise: 99.5 % of the operations succeed
      page_alert:
        labels:
          severity: page
      ticket_alert:
        labels:
          severity: ticket
`;
