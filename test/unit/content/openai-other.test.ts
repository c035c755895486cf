// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { contentReader, reasoning, said, text } from './reading.ts';

describe('openai-responses content', () => {
  const { request, response, events } = contentReader('openai-responses');

  it('keeps instructions apart, and takes a text as what the user says', () => {
    assert.deepEqual(
      request({
        instructions: 'Be brief.',
        input: 'Hello',
        tools: [
          { type: 'function', name: 'f', parameters: {} },
          { type: 'web_search' },
        ],
      }),
      {
        systemInstructions: [text('Be brief.')],
        inputMessages: [said('user', text('Hello'))],
        toolDefinitions: [
          { type: 'function', name: 'f' },
          { type: 'web_search', name: 'web_search' },
        ],
      }
    );
  });

  it('takes each item of the input as a message of whoever says it', () => {
    assert.deepEqual(
      request({
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_text', text: 'See' },
              { type: 'input_image', image_url: 'https://a.test/b.png' },
              { type: 'input_file', file_id: 'file-1' },
            ],
          },
          {
            type: 'reasoning',
            summary: [{ type: 'summary_text', text: 'Hm' }],
          },
          {
            type: 'function_call',
            call_id: 'c',
            name: 'f',
            arguments: '{"x":1}',
          },
          { type: 'function_call_output', call_id: 'c', output: 'done' },
          { type: 'item_reference', id: 'msg_1' },
        ],
      }).inputMessages,
      [
        said(
          'user',
          text('See'),
          { type: 'uri', modality: 'image', uri: 'https://a.test/b.png' },
          { type: 'file', modality: 'document', file_id: 'file-1' }
        ),
        said('assistant', reasoning('Hm')),
        said('assistant', {
          type: 'tool_call',
          id: 'c',
          name: 'f',
          arguments: { x: 1 },
        }),
        said('tool', { type: 'tool_call_response', id: 'c', response: 'done' }),
        said('user', {
          type: 'generic',
          generic_type: 'item_reference',
          id: 'msg_1',
        }),
      ]
    );
  });

  it("takes what the application runs as its calls, and what the provider runs as the server's", () => {
    const call = (name: string, type: string, rest: object) => ({
      type: 'server_tool_call',
      id: 'i',
      name,
      server_tool_call: { type, ...rest },
    });
    const items: [object, ...object[]][] = [
      [
        { type: 'custom_tool_call', call_id: 'c', name: 'f', input: 'x' },
        { type: 'tool_call', id: 'c', name: 'f', arguments: 'x' },
      ],
      [
        { type: 'local_shell_call', call_id: 'c', action: { command: ['ls'] } },
        {
          type: 'tool_call',
          id: 'c',
          name: 'local_shell',
          arguments: { command: ['ls'] },
        },
      ],
      [
        { type: 'apply_patch_call', call_id: 'c', operation: { type: 'x' } },
        {
          type: 'tool_call',
          id: 'c',
          name: 'apply_patch',
          arguments: { type: 'x' },
        },
      ],
      [
        { type: 'image_generation_call', id: 'i', result: 'AAAA' },
        call('image_generation', 'image_generation_call', {}),
        { type: 'blob', modality: 'image', content: 'AAAA' },
      ],
      [
        { type: 'image_generation_call', id: 'i' },
        call('image_generation', 'image_generation_call', {}),
      ],
      [
        {
          type: 'message',
          content: [
            { type: 'reasoning_text', text: 'Hm' },
            { type: 'refusal' },
          ],
        },
        reasoning('Hm'),
      ],
    ];
    for (const [item, ...parts] of items) {
      const [message] = request({ input: [item] }).inputMessages ?? [];
      assert.deepEqual(message?.parts, parts, JSON.stringify(item));
    }
  });

  const output = [
    { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }] },
    {
      type: 'web_search_call',
      id: 'ws_1',
      status: 'completed',
      action: { type: 'search', query: 'q' },
    },
    {
      type: 'message',
      role: 'assistant',
      content: [
        { type: 'output_text', text: 'Hi', annotations: [] },
        { type: 'refusal', refusal: 'No.' },
      ],
    },
    { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
  ];
  const answer = {
    ...said(
      'assistant',
      reasoning('Hm'),
      {
        type: 'server_tool_call',
        id: 'ws_1',
        name: 'web_search',
        server_tool_call: {
          type: 'web_search_call',
          action: { type: 'search', query: 'q' },
        },
      },
      text('Hi'),
      { type: 'generic', generic_type: 'refusal', content: 'No.' },
      { type: 'tool_call', id: 'c', name: 'f', arguments: {} }
    ),
    finish_reason: 'tool_call',
  };

  it('is one message of all items of the output', () => {
    assert.deepEqual(response({ status: 'completed', output }), [answer]);
  });

  it('of a stream is what its last event repeats', () => {
    assert.deepEqual(
      events(
        { type: 'response.created', response: { status: 'in_progress' } },
        { type: 'response.output_text.delta', output_index: 0, delta: 'no' },
        {
          type: 'response.completed',
          response: { status: 'completed', output },
        }
      ),
      [answer]
    );
  });

  it('of a stream that was cut is put together from items and pieces', () => {
    assert.deepEqual(
      events(
        {
          type: 'response.output_item.done',
          output_index: 0,
          item: output[0],
        },
        {
          type: 'response.output_text.delta',
          output_index: 1,
          content_index: 0,
          delta: 'H',
        },
        {
          type: 'response.output_item.added',
          output_index: 2,
          item: { type: 'function_call', call_id: 'c', name: 'f' },
        },
        {
          type: 'response.output_text.delta',
          output_index: 1,
          content_index: 0,
          delta: 'i',
        },
        {
          type: 'response.function_call_arguments.delta',
          output_index: 2,
          delta: '{"x',
        }
      ),
      [
        said('assistant', reasoning('Hm'), text('Hi'), {
          type: 'tool_call',
          id: 'c',
          name: 'f',
          arguments: '{"x',
        }),
      ]
    );
  });

  it('of a failure is nothing, and of an answer that was filtered an empty message', () => {
    assert.deepEqual(response({ status: 'failed', output: [] }), []);
    assert.deepEqual(
      response({
        status: 'incomplete',
        incomplete_details: { reason: 'content_filter' },
        output: [],
      }),
      [{ ...said('assistant'), finish_reason: 'content_filter' }]
    );
  });
});

describe('openai-completions content', () => {
  const { request, response, events } = contentReader('openai-completions');

  it('takes each prompt as a message, and leaves out tokens', () => {
    assert.deepEqual(request({ prompt: ['a', 'b'], suffix: 'z' }), {
      inputMessages: [
        said('user', text('a'), {
          type: 'generic',
          generic_type: 'suffix',
          content: 'z',
        }),
        said('user', text('b')),
      ],
    });
    assert.deepEqual(request({ prompt: [1, 2] }), { inputMessages: [] });
  });

  it('is the text of each choice, whole or in pieces', () => {
    const messages = [
      { ...said('assistant', text('one')), finish_reason: 'stop' },
      { ...said('assistant', text('two')), finish_reason: 'length' },
    ];
    const choices = [
      { index: 0, text: 'one', finish_reason: 'stop' },
      { index: 1, text: 'two', finish_reason: 'length' },
    ];
    assert.deepEqual(response({ choices }), messages);
    assert.deepEqual(
      events(
        { choices: [{ index: 1, text: 't', finish_reason: null }] },
        { choices: [{ index: 0, text: 'one', finish_reason: 'stop' }] },
        { choices: [{ index: 1, text: 'wo', finish_reason: 'length' }] }
      ),
      messages
    );
  });
});
