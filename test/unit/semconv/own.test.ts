// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Call } from '../../../src/call.ts';
import { attributesOf } from '../../../src/semconv/attribute-table.ts';
import {
  OF_COST,
  OF_DESTINATION,
  OF_RETRY,
  type AttributeSet,
} from '../../../src/semconv/metric-attributes.ts';
import { metricFactsOf } from '../../../src/telemetry/metric-attributes.ts';
import {
  COST_METRICS,
  OWN_METRICS,
  TURN_METRICS,
} from '../../../src/semconv/own.ts';
import { producerOf } from '../../../src/semconv/producers.ts';
import { readConvention } from './convention.ts';
import { wholeCall } from './whole-call.ts';

const conventions = [readConvention('v1.41'), readConvention('latest')];

const made = ({ table }: AttributeSet, call: Call) =>
  attributesOf(table, metricFactsOf(call));

describe('instruments of our own', () => {
  it('are under a name of ours, and say their unit in braces or as seconds', () => {
    for (const { name, unit } of [
      ...Object.values(OWN_METRICS),
      ...Object.values(COST_METRICS),
      ...Object.values(TURN_METRICS),
    ]) {
      assert.match(name, /^genai\.client\./);
      assert.match(unit, /^(?:s|\{\w+\})$/);
    }
  });

  it('are counted by attributes of the conventions', () => {
    const call = wholeCall('openai', 'chat');
    const { response: _, ...unanswered } = call;
    assert.deepEqual(made(OF_DESTINATION, call), {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'server.address': 'api.example.com',
    });
    assert.deepEqual(made(OF_RETRY, call), {
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'model',
    });
    assert.deepEqual(made(OF_COST, call), {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'model',
      'gen_ai.response.model': 'model-1',
    });
    assert.deepEqual(
      made(OF_COST, { ...unanswered, request: {}, response: {} }),
      { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai' }
    );
  });
});

describe('producerOf', () => {
  it('knows the metrics of other producers by the names of the conventions', () => {
    const scopes = [
      '@opentelemetry/instrumentation-openai',
      'openlit',
      '@openlit/instrumentation-openai',
      '@opentelemetry/instrumentation-anthropic',
      'gen_ai',
    ];
    for (const scope of scopes) {
      const { measures } = producerOf(scope);
      assert.deepEqual(
        [...measures].filter(name =>
          conventions.every(({ metrics }) => !(name in metrics))
        ),
        [],
        scope
      );
      assert.notEqual(measures.size, 0);
    }
  });

  it('knows of nobody else', () => {
    for (const scope of ['somebody', 'constructor', '']) {
      const { measures, losesSpans } = producerOf(scope);
      assert.deepEqual([measures.size, losesSpans], [0, false]);
    }
  });
});
