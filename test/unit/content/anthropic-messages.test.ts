// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { contentReader, reasoning, said, text } from './reading.ts';

const { request, response, events } = contentReader('anthropic-messages');

describe('anthropic-messages content', () => {
  it('keeps the instructions apart, as text or as blocks', () => {
    assert.deepEqual(request({ system: 'Be brief.' }).systemInstructions, [
      text('Be brief.'),
    ]);
    const system = [
      { type: 'text', text: 'Be' },
      { type: 'text', text: 'brief', cache_control: { type: 'ephemeral' } },
    ];
    assert.deepEqual(request({ system }).systemInstructions, [
      text('Be'),
      text('brief'),
    ]);
  });

  it('has every kind of block of the messages', () => {
    const image = { type: 'base64', media_type: 'image/png', data: 'aGk=' };
    assert.deepEqual(
      request({
        messages: [
          { role: 'user', content: 'Hello' },
          {
            role: 'assistant',
            content: [
              { type: 'thinking', thinking: 'Hm', signature: 'x' },
              { type: 'redacted_thinking', data: 'encrypted' },
              { type: 'tool_use', id: 't', name: 'f', input: { x: 1 } },
            ],
          },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 't', content: 'done' },
              {
                type: 'tool_result',
                tool_use_id: 'u',
                content: [{ type: 'image', source: image }],
              },
              {
                type: 'image',
                source: { type: 'url', url: 'https://a.test/b.png' },
              },
              {
                type: 'document',
                source: { type: 'file', file_id: 'file_1' },
              },
              {
                type: 'document',
                source: { type: 'text', data: 'A text' },
              },
            ],
          },
        ],
      }).inputMessages,
      [
        said('user', text('Hello')),
        said(
          'assistant',
          reasoning('Hm'),
          { type: 'generic', generic_type: 'redacted_thinking' },
          { type: 'tool_call', id: 't', name: 'f', arguments: { x: 1 } }
        ),
        said(
          'user',
          { type: 'tool_call_response', id: 't', response: 'done' },
          {
            type: 'tool_call_response',
            id: 'u',
            response: [
              {
                type: 'blob',
                modality: 'image',
                mime_type: 'image/png',
                content: 'aGk=',
              },
            ],
          },
          { type: 'uri', modality: 'image', uri: 'https://a.test/b.png' },
          { type: 'file', modality: 'document', file_id: 'file_1' },
          text('A text')
        ),
      ]
    );
  });

  it('names tools of ones own and those of the provider', () => {
    assert.deepEqual(
      request({
        tools: [
          { name: 'f', description: 'secret', input_schema: {} },
          { type: 'custom', name: 'g' },
          { type: 'web_search_20250305', name: 'web_search' },
        ],
      }).toolDefinitions,
      [
        { type: 'function', name: 'f' },
        { type: 'function', name: 'g' },
        { type: 'web_search_20250305', name: 'web_search' },
      ]
    );
  });

  const search = {
    type: 'server_tool_use',
    id: 's',
    name: 'web_search',
    input: { query: 'q' },
  };
  const found = {
    type: 'web_search_tool_result',
    tool_use_id: 's',
    content: [{ type: 'web_search_result', title: 'T' }],
  };
  const answer = {
    ...said(
      'assistant',
      reasoning('Hm'),
      text('Hi'),
      {
        type: 'server_tool_call',
        id: 's',
        name: 'web_search',
        server_tool_call: { type: 'web_search', input: { query: 'q' } },
      },
      {
        type: 'server_tool_call_response',
        id: 's',
        server_tool_call_response: {
          type: 'web_search_tool_result',
          content: [{ type: 'web_search_result', title: 'T' }],
        },
      },
      { type: 'tool_call', id: 't', name: 'f', arguments: { x: 1 } },
      { type: 'tool_call', id: 'u', name: 'g', arguments: {} }
    ),
    finish_reason: 'tool_call',
  };

  it('of an answer is one message of its blocks', () => {
    assert.deepEqual(
      response({
        type: 'message',
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm' },
          { type: 'text', text: 'Hi' },
          search,
          found,
          { type: 'tool_use', id: 't', name: 'f', input: { x: 1 } },
          { type: 'tool_use', id: 'u', name: 'g', input: {} },
        ],
        stop_reason: 'tool_use',
      }),
      [answer]
    );
    assert.deepEqual(response({ type: 'error', error: { type: 'x' } }), []);
  });

  const start = (index: number, content_block: unknown) => ({
    type: 'content_block_start',
    index,
    content_block,
  });
  const delta = (index: number, piece: unknown) => ({
    type: 'content_block_delta',
    index,
    delta: piece,
  });

  it('of a stream is the same, put together from the pieces of each block', () => {
    assert.deepEqual(
      events(
        { type: 'message_start', message: { role: 'assistant' } },
        start(0, { type: 'thinking', thinking: '' }),
        delta(0, { type: 'thinking_delta', thinking: 'H' }),
        delta(0, { type: 'thinking_delta', thinking: 'm' }),
        delta(0, { type: 'signature_delta', signature: 'x' }),
        start(1, { type: 'text', text: '' }),
        { type: 'ping' },
        delta(1, { type: 'text_delta', text: 'Hi' }),
        start(2, { ...search, input: {} }),
        delta(2, { type: 'input_json_delta', partial_json: '{"query"' }),
        delta(2, { type: 'input_json_delta', partial_json: ':"q"}' }),
        start(3, found),
        start(4, { type: 'tool_use', id: 't', name: 'f', input: {} }),
        start(5, { type: 'tool_use', id: 'u', name: 'g', input: {} }),
        delta(4, { type: 'input_json_delta', partial_json: '{"x":1}' }),
        { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
        { type: 'message_stop' }
      ),
      [answer]
    );
  });

  it('of a stream that was cut is what had come', () => {
    assert.deepEqual(
      events(
        { type: 'message_start', message: { role: 'assistant' } },
        start(0, { type: 'tool_use', id: 't', name: 'f', input: {} }),
        delta(0, { type: 'input_json_delta', partial_json: '{"x' })
      ),
      [
        said('assistant', {
          type: 'tool_call',
          id: 't',
          name: 'f',
          arguments: '{"x',
        }),
      ]
    );
    assert.deepEqual(events({ type: 'error', error: { type: 'x' } }), []);
  });
});
