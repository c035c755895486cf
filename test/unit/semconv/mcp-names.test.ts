// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { attributesOf } from '../../../src/semconv/attribute-table.ts';
import {
  MCP_ATTRIBUTES,
  MCP_METRICS,
  MCP_OPERATION_METRIC,
  MCP_REQUEST,
  MCP_RESPONSE,
  MCP_SESSION_METRIC,
  mcpSpanName,
  type McpOperation,
} from '../../../src/semconv/mcp.ts';
import {
  wrongValue,
  type Convention,
  type ConventionMetric,
  type Requirements,
} from './convention.ts';

/** The conventions for MCP clients, written down from their page and not from our code. */
const convention = JSON.parse(
  readFileSync(
    new URL('../../fixtures/semconv/mcp.json', import.meta.url),
    'utf8'
  )
) as {
  readonly attributes: Convention['attributes'];
  readonly span: { readonly attributes: Requirements };
  readonly metrics: Readonly<Record<string, ConventionMetric>>;
};

/** Everything that an operation may say. */
const whole: McpOperation = {
  method: 'tools/call',
  toolName: 'weather',
  promptName: 'greet',
  resourceUri: 'file:///a',
  requestId: '1',
  jsonRpcVersion: '1.0',
  protocolVersion: '2025-06-18',
  sessionId: 'abc',
  serverAddress: 'mcp.example.com',
  serverPort: 443,
  httpVersion: '2',
  errorCode: '-32602',
  errorType: '-32602',
};

describe('names of MCP clients', () => {
  const { toolCallArguments, toolCallResult } = MCP_ATTRIBUTES;
  const span = {
    ...attributesOf(MCP_REQUEST, whole),
    ...attributesOf(MCP_RESPONSE, whole),
    [toolCallArguments]: '{}',
    [toolCallResult]: '{}',
  };

  it('are all those of the span, with values of their types', () => {
    const { attributes } = convention.span;
    assert.deepEqual(Object.keys(span).sort(), Object.keys(attributes).sort());
    for (const [name, value] of Object.entries(span)) {
      assert.equal(wrongValue(convention.attributes[name]!, value), undefined);
    }
  });

  it('are those of the metrics, with instrument, unit, boundaries and attributes', () => {
    const tables = {
      [MCP_METRICS.operation.name]: MCP_OPERATION_METRIC,
      [MCP_METRICS.session.name]: MCP_SESSION_METRIC,
    };
    const ours = Object.values(MCP_METRICS).map(metric => [
      metric.name,
      {
        instrument: metric.kind,
        unit: metric.unit,
        type: metric.valueType,
        boundaries: [...metric.boundaries],
        attributes: Object.keys(
          attributesOf(tables[metric.name] as typeof MCP_REQUEST, whole)
        ).sort(),
      },
    ]);
    const theirs = Object.entries(convention.metrics).map(
      ([name, { attributes, ...metric }]) => [
        name,
        {
          ...metric,
          attributes: Object.keys(attributes)
            .filter(each => attributes[each]?.level !== 'opt_in')
            .sort(),
        },
      ]
    );
    assert.deepEqual(ours, theirs);
  });

  it('of spans have a target of few values', () => {
    assert.equal(mcpSpanName(whole), 'tools/call weather');
    const { serverAddress, serverPort, httpVersion } = whole;
    const peer = { serverAddress, serverPort, httpVersion };
    const named = (
      more: Pick<McpOperation, 'method' | 'promptName' | 'resourceUri'>
    ) => mcpSpanName({ ...peer, ...more });
    assert.equal(
      named({ method: 'prompts/get', promptName: 'a' }),
      'prompts/get a'
    );
    assert.equal(
      named({ method: 'resources/read', resourceUri: 'a' }),
      'resources/read'
    );
    assert.equal(named({ method: 'ping' }), 'ping');
  });
});
