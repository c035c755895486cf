// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { contentReader, reasoning, said, text } from './reading.ts';

describe('bedrock-converse content', () => {
  const { request, response, events } = contentReader('bedrock-converse');

  it('has instructions, messages and the names of tools', () => {
    assert.deepEqual(
      request({
        system: [{ text: 'Be brief.' }, { cachePoint: { type: 'default' } }],
        messages: [
          {
            role: 'user',
            content: [
              { text: 'See' },
              { image: { format: 'png', source: { bytes: 'aGk=' } } },
              {
                video: {
                  format: 'mp4',
                  source: { s3Location: { uri: 's3://a/b' } },
                },
              },
              {
                document: {
                  format: 'pdf',
                  name: 'd',
                  source: { bytes: 'aGk=' },
                },
              },
              { guardContent: { text: { text: 'Guarded' } } },
            ],
          },
          {
            role: 'assistant',
            content: [
              { toolUse: { toolUseId: 't', name: 'f', input: { x: 1 } } },
            ],
          },
          {
            role: 'user',
            content: [
              {
                toolResult: { toolUseId: 't', content: [{ json: { y: 2 } }] },
              },
              {
                toolResult: {
                  toolUseId: 'u',
                  content: [{ text: 'a' }, { json: 1 }],
                },
              },
            ],
          },
        ],
        toolConfig: {
          tools: [
            { toolSpec: { name: 'f', inputSchema: {} } },
            { cachePoint: { type: 'default' } },
            { systemTool: { name: 'nova_grounding' } },
          ],
        },
      }),
      {
        systemInstructions: [text('Be brief.')],
        inputMessages: [
          said(
            'user',
            text('See'),
            {
              type: 'blob',
              modality: 'image',
              mime_type: 'image/png',
              content: 'aGk=',
            },
            {
              type: 'uri',
              modality: 'video',
              mime_type: 'video/mp4',
              uri: 's3://a/b',
            },
            { type: 'blob', modality: 'document', content: 'aGk=' },
            text('Guarded')
          ),
          said('assistant', {
            type: 'tool_call',
            id: 't',
            name: 'f',
            arguments: { x: 1 },
          }),
          said(
            'user',
            { type: 'tool_call_response', id: 't', response: { y: 2 } },
            {
              type: 'tool_call_response',
              id: 'u',
              response: [
                text('a'),
                { type: 'generic', generic_type: 'json', content: 1 },
              ],
            }
          ),
        ],
        toolDefinitions: [
          { type: 'function', name: 'f' },
          { type: 'systemTool', name: 'nova_grounding' },
        ],
      }
    );
  });

  const answer = {
    ...said(
      'assistant',
      reasoning('Hm'),
      text('Hi'),
      { type: 'tool_call', id: 't', name: 'f', arguments: { x: 1 } },
      { type: 'tool_call', id: 'u', name: 'g', arguments: {} }
    ),
    finish_reason: 'tool_call',
  };

  it('of an answer is its message', () => {
    const content = [
      { reasoningContent: { reasoningText: { text: 'Hm' } } },
      { text: 'Hi' },
      { toolUse: { toolUseId: 't', name: 'f', input: { x: 1 } } },
      { toolUse: { toolUseId: 'u', name: 'g', input: {} } },
    ];
    assert.deepEqual(
      response({
        output: { message: { role: 'assistant', content } },
        stopReason: 'tool_use',
      }),
      [answer]
    );
    assert.deepEqual(response({ message: 'Denied' }), []);
  });

  const event = (type: string, payload: unknown) => ({ type, payload });
  const delta = (contentBlockIndex: number, piece: unknown) =>
    event('contentBlockDelta', { contentBlockIndex, delta: piece });
  const start = (contentBlockIndex: number, toolUse: unknown) =>
    event('contentBlockStart', { contentBlockIndex, start: { toolUse } });

  it('of a stream is the same, put together from the pieces of each block', () => {
    assert.deepEqual(
      events(
        event('messageStart', { role: 'assistant' }),
        delta(0, { reasoningContent: { text: 'H' } }),
        delta(0, { reasoningContent: { text: 'm' } }),
        delta(0, { reasoningContent: { signature: 'x' } }),
        delta(1, { text: 'H' }),
        delta(1, { text: 'i' }),
        start(2, { toolUseId: 't', name: 'f' }),
        start(3, { toolUseId: 'u', name: 'g' }),
        delta(2, { toolUse: { input: '{"x"' } }),
        delta(3, { toolUse: { input: '{}' } }),
        delta(2, { toolUse: { input: ':1}' } }),
        event('messageStop', { stopReason: 'tool_use' }),
        event('metadata', { usage: {} })
      ),
      [answer]
    );
    assert.deepEqual(events({ exception: 'throttlingException' }), []);
  });
});

describe('bedrock-invoke content', () => {
  const { request, response, events } = contentReader('bedrock-invoke');
  const chunk = (json: unknown) => ({
    type: 'chunk',
    payload: {
      bytes: Buffer.from(JSON.stringify(json)).toString('base64'),
    },
  });
  const hello = [said('user', text('Hello'))];
  const hi = [{ ...said('assistant', text('Hi')), finish_reason: 'stop' }];

  const requests: Record<string, Record<string, unknown>> = {
    Claude: {
      anthropic_version: 'bedrock-2023-05-31',
      messages: [{ role: 'user', content: 'Hello' }],
    },
    Nova: { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] },
    'gpt-oss': { messages: [{ role: 'user', content: 'Hello' }] },
    Command: { message: 'Hello' },
    Llama: { prompt: 'Hello' },
    Titan: { inputText: 'Hello' },
  };
  for (const [maker, body] of Object.entries(requests)) {
    it(`has what was said to ${maker}`, () => {
      assert.deepEqual(request(body).inputMessages, hello);
    });
  }

  const answers: Record<string, unknown> = {
    Claude: {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'Hi' }],
      stop_reason: 'end_turn',
    },
    Nova: {
      output: { message: { role: 'assistant', content: [{ text: 'Hi' }] } },
      stopReason: 'end_turn',
    },
    'gpt-oss': {
      choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }],
    },
    Command: { text: 'Hi', finish_reason: 'COMPLETE', chat_history: [] },
    Llama: { generation: 'Hi', stop_reason: 'stop' },
    Titan: { results: [{ outputText: 'Hi', completionReason: 'COMPLETE' }] },
    Jurassic: {
      completions: [{ data: { text: 'Hi' }, finishReason: { reason: 'stop' } }],
    },
    Mistral: { outputs: [{ text: 'Hi', stop_reason: 'stop' }] },
  };
  for (const [maker, body] of Object.entries(answers)) {
    it(`has what ${maker} answered`, () => {
      assert.deepEqual(response(body), hi);
    });
  }

  const streams: Record<string, unknown[]> = {
    Claude: [
      { type: 'message_start', message: { role: 'assistant' } },
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'text', text: '' },
      },
      {
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'text_delta', text: 'Hi' },
      },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' } },
    ],
    Nova: [
      { messageStart: { role: 'assistant' } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'H' } } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'i' } } },
      { messageStop: { stopReason: 'end_turn' } },
    ],
    'gpt-oss': [
      { choices: [{ index: 0, delta: { content: 'Hi' } }] },
      { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    ],
    Llama: [
      { generation: 'H', stop_reason: null },
      { generation: 'i', stop_reason: 'stop' },
    ],
    Titan: [
      { outputText: 'H', index: 0 },
      { outputText: 'i', index: 0, completionReason: 'FINISH' },
    ],
  };
  for (const [maker, bodies] of Object.entries(streams)) {
    it(`has what ${maker} streamed`, () => {
      const said = events(...bodies.map(chunk), { type: 'chunk', payload: {} });
      assert.deepEqual(said, hi);
    });
  }
});
