// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { contentReader, reasoning, said, text } from './reading.ts';

describe('cohere-chat content', () => {
  const { request, response, events } = contentReader('cohere-chat');

  it('has messages and the names of tools', () => {
    assert.deepEqual(
      request({
        messages: [
          { role: 'system', content: 'Be brief.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'See' },
              { type: 'image_url', image_url: { url: 'https://a.test/b' } },
            ],
          },
          {
            role: 'assistant',
            tool_plan: 'I call f.',
            tool_calls: [
              { id: 't', function: { name: 'f', arguments: '{"x":1}' } },
            ],
          },
          { role: 'tool', tool_call_id: 't', content: 'done' },
        ],
        tools: [{ type: 'function', function: { name: 'f' } }],
      }),
      {
        systemInstructions: [],
        inputMessages: [
          said('system', text('Be brief.')),
          said('user', text('See'), {
            type: 'uri',
            modality: 'image',
            uri: 'https://a.test/b',
          }),
          said('assistant', reasoning('I call f.'), {
            type: 'tool_call',
            id: 't',
            name: 'f',
            arguments: { x: 1 },
          }),
          said('tool', {
            type: 'tool_call_response',
            id: 't',
            response: 'done',
          }),
        ],
        toolDefinitions: [{ type: 'function', name: 'f' }],
      }
    );
  });

  it('of the first version has the same under its names', () => {
    assert.deepEqual(
      request({
        preamble: 'Be brief.',
        chat_history: [
          { role: 'USER', message: 'Hello' },
          { role: 'CHATBOT', message: 'Hi' },
        ],
        message: 'And now?',
        tools: [{ name: 'f', description: 'secret' }],
      }),
      {
        systemInstructions: [text('Be brief.')],
        inputMessages: [
          said('user', text('Hello')),
          said('assistant', text('Hi')),
          said('user', text('And now?')),
        ],
        toolDefinitions: [{ type: 'function', name: 'f' }],
      }
    );
  });

  const call = { type: 'tool_call', id: 't', name: 'f', arguments: { x: 1 } };
  const answer = {
    ...said('assistant', reasoning('Hm'), text('Hi'), call as never),
    finish_reason: 'tool_call',
  };

  it('of an answer is its message, and of an error nothing', () => {
    assert.deepEqual(
      response({
        message: {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm' },
            { type: 'text', text: 'Hi' },
          ],
          tool_calls: [
            { id: 't', function: { name: 'f', arguments: '{"x":1}' } },
          ],
        },
        finish_reason: 'TOOL_CALL',
      }),
      [answer]
    );
    assert.deepEqual(response({ message: 'invalid api token' }), []);
  });

  it('of a stream is the same, put together', () => {
    const delta = (type: string, index: number, message: unknown) => ({
      type,
      index,
      delta: { message },
    });
    assert.deepEqual(
      events(
        { type: 'message-start', delta: { message: { role: 'assistant' } } },
        delta('content-start', 0, {
          content: { type: 'thinking', thinking: '' },
        }),
        delta('content-delta', 0, { content: { thinking: 'Hm' } }),
        delta('content-start', 1, { content: { type: 'text', text: '' } }),
        delta('content-delta', 1, { content: { text: 'H' } }),
        delta('content-delta', 1, { content: { text: 'i' } }),
        delta('tool-call-start', 0, {
          tool_calls: { id: 't', function: { name: 'f', arguments: '' } },
        }),
        delta('tool-call-delta', 0, {
          tool_calls: { function: { arguments: '{"x":' } },
        }),
        delta('tool-call-delta', 0, {
          tool_calls: { function: { arguments: '1}' } },
        }),
        { type: 'message-end', delta: { finish_reason: 'TOOL_CALL' } }
      ),
      [answer]
    );
    assert.deepEqual(
      events(
        { event_type: 'stream-start' },
        { event_type: 'text-generation', text: 'H' },
        { event_type: 'text-generation', text: 'i' },
        {
          event_type: 'stream-end',
          finish_reason: 'MAX_TOKENS',
          response: { text: 'Hi' },
        }
      ),
      [{ ...said('assistant', text('Hi')), finish_reason: 'length' }],
      'of the first version'
    );
  });
});

describe('ollama content', () => {
  const chat = contentReader('ollama-chat');
  const generate = contentReader('ollama-generate');

  it('of chat has messages, images and what tools answered', () => {
    assert.deepEqual(
      chat.request({
        messages: [
          { role: 'user', content: 'See', images: ['aGk='] },
          {
            role: 'assistant',
            content: '',
            thinking: 'Hm',
            tool_calls: [{ function: { name: 'f', arguments: { x: 1 } } }],
          },
          { role: 'tool', tool_name: 'f', content: 'done' },
        ],
        tools: [{ type: 'function', function: { name: 'f' } }],
      }),
      {
        inputMessages: [
          said('user', text('See'), {
            type: 'blob',
            modality: 'image',
            content: 'aGk=',
          }),
          said('assistant', reasoning('Hm'), {
            type: 'tool_call',
            name: 'f',
            arguments: { x: 1 },
          }),
          {
            role: 'tool',
            parts: [{ type: 'tool_call_response', response: 'done' }],
            name: 'f',
          },
        ],
        toolDefinitions: [{ type: 'function', name: 'f' }],
      }
    );
  });

  const answer = {
    ...said('assistant', reasoning('Hm'), text('Hi'), {
      type: 'tool_call',
      name: 'f',
      arguments: { x: 1 },
    }),
    finish_reason: 'stop',
  };
  const tool_calls = [{ function: { name: 'f', arguments: { x: 1 } } }];

  it('of chat is the message, whole or in lines', () => {
    const message = {
      role: 'assistant',
      thinking: 'Hm',
      content: 'Hi',
      tool_calls,
    };
    assert.deepEqual(
      chat.response({ message, done: true, done_reason: 'stop' }),
      [answer]
    );
    assert.deepEqual(
      chat.events(
        { message: { role: 'assistant', content: '', thinking: 'H' } },
        { message: { role: 'assistant', content: '', thinking: 'm' } },
        { message: { role: 'assistant', content: 'H' } },
        { message: { role: 'assistant', content: 'i' } },
        { message: { role: 'assistant', content: '', tool_calls } },
        { message: { content: '' }, done: true, done_reason: 'stop' }
      ),
      [answer]
    );
    assert.deepEqual(chat.response({ error: 'no such model' }), []);
    assert.deepEqual(chat.events({ error: 'no such model' }), []);
  });

  it('of generate is the prompt and the response', () => {
    assert.deepEqual(
      generate.request({ system: 'Be brief.', prompt: 'Hello', suffix: 'z' }),
      {
        systemInstructions: [text('Be brief.')],
        inputMessages: [
          said('user', text('Hello'), {
            type: 'generic',
            generic_type: 'suffix',
            content: 'z',
          }),
        ],
      }
    );
    const expected = [
      {
        ...said('assistant', reasoning('Hm'), text('Hi')),
        finish_reason: 'length',
      },
    ];
    assert.deepEqual(
      generate.response({
        response: 'Hi',
        thinking: 'Hm',
        done_reason: 'length',
      }),
      expected
    );
    assert.deepEqual(
      generate.events(
        { response: '', thinking: 'Hm' },
        { response: 'H' },
        { response: 'i' },
        { response: '', done: true, done_reason: 'length' }
      ),
      expected
    );
  });
});

describe('watsonx content', () => {
  it('of chat is read as that of OpenAI', () => {
    const { request, response } = contentReader('watsonx-chat');
    assert.deepEqual(
      request({ messages: [{ role: 'user', content: 'Hello' }] }).inputMessages,
      [said('user', text('Hello'))]
    );
    assert.deepEqual(
      response({
        choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }],
      }),
      [{ ...said('assistant', text('Hi')), finish_reason: 'stop' }]
    );
  });

  it('of text generation is the input and the generated text', () => {
    const { request, events } = contentReader('watsonx-generation');
    assert.deepEqual(request({ input: 'Hello' }).inputMessages, [
      said('user', text('Hello')),
    ]);
    assert.deepEqual(
      events(
        { results: [{ generated_text: 'H', stop_reason: 'not_finished' }] },
        { results: [{ generated_text: 'i', stop_reason: 'eos_token' }] }
      ),
      [{ ...said('assistant', text('Hi')), finish_reason: 'stop' }]
    );
  });
});
