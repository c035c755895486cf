// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  errorCodeOf,
  readAnswers,
  readMessages,
} from '../../../src/dialects/mcp/messages.ts';

const jsonrpc = '2.0';

describe('messages of MCP clients', () => {
  it('have the facts of their methods, and no others', () => {
    const params = {
      name: 'n',
      uri: 'file:///a',
      protocolVersion: '2025-06-18',
      arguments: { a: 1 },
    };
    const read = (method: string) =>
      readMessages({ jsonrpc, id: 1, method, params }, false)[0];
    const common = (method: string) => ({ method, id: '1' });
    assert.deepEqual(read('tools/call'), {
      ...common('tools/call'),
      toolName: 'n',
      arguments: { a: 1 },
    });
    assert.deepEqual(read('prompts/get'), {
      ...common('prompts/get'),
      promptName: 'n',
    });
    assert.deepEqual(read('resources/read'), {
      ...common('resources/read'),
      resourceUri: 'file:///a',
    });
    assert.deepEqual(read('initialize'), {
      ...common('initialize'),
      protocolVersion: '2025-06-18',
    });
    assert.deepEqual(read('tools/list'), common('tools/list'));
  });

  it('are of any method where a header names the protocol', () => {
    const message = { jsonrpc, id: 1, method: 'vendor.extension' };
    assert.deepEqual(readMessages(message, false), []);
    assert.equal(readMessages(message, true).length, 1);
    const old = { ...message, jsonrpc: '1.0', id: null };
    assert.deepEqual(readMessages(old, true), [
      { method: 'vendor.extension', version: '1.0' },
    ]);
  });

  it('are at most a hundred of one body', () => {
    const message = { jsonrpc, method: 'ping' };
    assert.equal(readMessages(Array(500).fill(message), false).length, 100);
  });

  it('may be anything else', () => {
    const values: unknown[] = [
      undefined,
      null,
      7,
      'tools/call',
      [],
      [[{ jsonrpc, method: 'ping' }]],
      {},
      { jsonrpc, method: 7 },
      { jsonrpc, method: '' },
      { jsonrpc, id: {}, result: {} },
      { jsonrpc, id: 1 },
    ];
    for (const value of values) {
      assert.deepEqual(readMessages(value, false), []);
      assert.deepEqual(readAnswers(value), []);
      assert.equal(errorCodeOf(value), undefined);
    }
    const wrong = { jsonrpc, id: {}, method: 'tools/call', params: [] };
    assert.deepEqual(readMessages(wrong, false), [{ method: 'tools/call' }]);
  });
});

describe('answers of MCP servers', () => {
  it('are results and errors, each of one request', () => {
    const answers = [
      { jsonrpc, id: 1, result: { isError: true } },
      { jsonrpc, id: 'two', error: { code: -32603, message: 'm' } },
      { jsonrpc, id: 3, error: 'no object' },
      { jsonrpc, id: 4, error: { code: 'E_TEXT' } },
      { jsonrpc, id: 5, result: 'no object' },
      { jsonrpc, id: 6, method: 'roots/list' },
    ];
    assert.deepEqual(
      readAnswers(answers).map(({ result: _, ...answer }) => answer),
      [
        { id: '1', toolFailed: true },
        { id: 'two', errorCode: '-32603' },
        { id: '3', errorCode: '_OTHER' },
        { id: '4', errorCode: '_OTHER' },
        { id: '5' },
      ]
    );
  });

  it('may be an error of no request', () => {
    const error = { code: -32700, message: 'm' };
    assert.equal(errorCodeOf({ jsonrpc, id: null, error }), '-32700');
    assert.equal(errorCodeOf({ jsonrpc, error }), '-32700');
    assert.equal(errorCodeOf({ jsonrpc, id: 1, error }), undefined);
    // An error of another API is none.
    assert.equal(errorCodeOf({ error }), undefined);
  });
});
