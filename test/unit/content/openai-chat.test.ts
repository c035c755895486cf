// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { contentReader, reasoning, said, text } from './reading.ts';

const { request, response } = contentReader('openai-chat');

const requestMessages = (...messages: unknown[]) =>
  request({ messages }).inputMessages;

describe('openai-chat content of requests', () => {
  it('is all messages in their order, instructions among them', () => {
    assert.deepEqual(
      request({
        model: 'gpt-4o',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'developer', content: 'Be kind.' },
          { role: 'user', content: 'Hello', name: 'ann' },
        ],
      }),
      {
        inputMessages: [
          said('system', text('Be brief.')),
          said('developer', text('Be kind.')),
          { role: 'user', parts: [text('Hello')], name: 'ann' },
        ],
        toolDefinitions: [],
      }
    );
  });

  it('has calls of tools with their arguments parsed, and what the tools answered', () => {
    assert.deepEqual(
      requestMessages(
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            {
              id: 'call_1',
              type: 'function',
              function: { name: 'weather', arguments: '{"city":"Paris"}' },
            },
            {
              id: 'call_2',
              type: 'custom',
              custom: { name: 'shell', input: 'ls -l' },
            },
          ],
        },
        { role: 'tool', tool_call_id: 'call_1', content: '21 degrees' },
        {
          role: 'tool',
          tool_call_id: 'call_2',
          content: [{ type: 'text', text: 'total 0' }],
        },
        { role: 'function', name: 'old', content: 'result' }
      ),
      [
        said(
          'assistant',
          {
            type: 'tool_call',
            id: 'call_1',
            name: 'weather',
            arguments: { city: 'Paris' },
          },
          {
            type: 'tool_call',
            id: 'call_2',
            name: 'shell',
            arguments: 'ls -l',
          }
        ),
        said('tool', {
          type: 'tool_call_response',
          id: 'call_1',
          response: '21 degrees',
        }),
        said('tool', {
          type: 'tool_call_response',
          id: 'call_2',
          response: [text('total 0')],
        }),
        {
          role: 'function',
          parts: [{ type: 'tool_call_response', response: 'result' }],
          name: 'old',
        },
      ]
    );
  });

  it('has images, audio and files as what they are', () => {
    assert.deepEqual(
      requestMessages({
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          {
            type: 'image_url',
            image_url: { url: 'data:image/png;base64,aGk=' },
          },
          { type: 'image_url', image_url: { url: 'https://a.test/b.png' } },
          { type: 'input_audio', input_audio: { data: 'aGk=', format: 'mp3' } },
          { type: 'file', file: { file_id: 'file-1' } },
          {
            type: 'file',
            file: { file_data: 'data:application/pdf;base64,aGk=' },
          },
          { type: 'mystery', value: 1 },
        ],
      }),
      [
        said(
          'user',
          text('What is this?'),
          {
            type: 'blob',
            modality: 'image',
            mime_type: 'image/png',
            content: 'aGk=',
          },
          { type: 'uri', modality: 'image', uri: 'https://a.test/b.png' },
          {
            type: 'blob',
            modality: 'audio',
            mime_type: 'audio/mpeg',
            content: 'aGk=',
          },
          { type: 'file', modality: 'document', file_id: 'file-1' },
          {
            type: 'blob',
            modality: 'document',
            mime_type: 'application/pdf',
            content: 'aGk=',
          },
          { type: 'generic', generic_type: 'mystery', value: 1 }
        ),
      ]
    );
  });

  it('names tools, and says nothing else of them', () => {
    const parameters = { type: 'object', properties: {} };
    assert.deepEqual(
      request({
        tools: [
          {
            type: 'function',
            function: { name: 'weather', description: 'secret', parameters },
          },
          { type: 'custom', custom: { name: 'shell' } },
          { type: 'web_search' },
          { type: 'function', function: {} },
        ],
        functions: [{ name: 'old', description: 'secret' }],
      }).toolDefinitions,
      [
        { type: 'function', name: 'weather' },
        { type: 'custom', name: 'shell' },
        { type: 'web_search', name: 'web_search' },
        { type: 'function', name: 'old' },
      ]
    );
  });
});

describe('openai-chat content of answers', () => {
  it('is one message for each choice, with what was thought, said and called', () => {
    assert.deepEqual(
      response({
        choices: [
          {
            index: 0,
            message: {
              role: 'assistant',
              reasoning_content: 'Hm.',
              content: 'Hi',
            },
            finish_reason: 'stop',
          },
          {
            index: 1,
            message: {
              role: 'assistant',
              content: null,
              tool_calls: [
                { id: 'a', function: { name: 'f', arguments: '{"x":1}' } },
              ],
            },
            finish_reason: 'tool_calls',
          },
        ],
      }),
      [
        {
          ...said('assistant', reasoning('Hm.'), text('Hi')),
          finish_reason: 'stop',
        },
        {
          ...said('assistant', {
            type: 'tool_call',
            id: 'a',
            name: 'f',
            arguments: { x: 1 },
          }),
          finish_reason: 'tool_call',
        },
      ]
    );
  });

  it('tells a refusal from an answer, and has speech with its words', () => {
    const message = {
      role: 'assistant',
      content: null,
      refusal: 'No.',
      audio: { data: 'aGk=', transcript: 'Hello' },
    };
    assert.deepEqual(response({ choices: [{ message }] }), [
      said(
        'assistant',
        { type: 'generic', generic_type: 'refusal', content: 'No.' },
        { type: 'blob', modality: 'audio', content: 'aGk=' },
        text('Hello')
      ),
    ]);
  });

  it('is nothing of an error', () => {
    assert.deepEqual(response({ error: { message: 'x', type: 'y' } }), []);
  });
});
