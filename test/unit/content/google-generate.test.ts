// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { contentReader, reasoning, said, text } from './reading.ts';

const { request, response, events } = contentReader('google-generate');

describe('google-generate content', () => {
  it('keeps the instructions apart, and calls the model the assistant', () => {
    const expected = {
      systemInstructions: [text('Be brief.')],
      inputMessages: [
        said('user', text('Hello')),
        said('assistant', text('Hi')),
      ],
      toolDefinitions: [
        { type: 'function', name: 'f' },
        { type: 'googleSearch', name: 'googleSearch' },
      ],
    };
    const contents = [
      { role: 'user', parts: [{ text: 'Hello' }] },
      { role: 'model', parts: [{ text: 'Hi' }] },
    ];
    assert.deepEqual(
      request({
        systemInstruction: { parts: [{ text: 'Be brief.' }] },
        contents,
        tools: [
          { functionDeclarations: [{ name: 'f', description: 'secret' }] },
          { googleSearch: {} },
        ],
      }),
      expected
    );
    assert.deepEqual(
      request({
        system_instruction: { parts: [{ text: 'Be brief.' }] },
        contents,
        tools: [
          { function_declarations: [{ name: 'f' }] },
          { googleSearch: {} },
        ],
      }),
      expected,
      'in snake case'
    );
  });

  it('has every kind of part', () => {
    assert.deepEqual(
      request({
        contents: {
          parts: [
            { inlineData: { mimeType: 'image/png', data: 'aGk=' } },
            { fileData: { mimeType: 'video/mp4', fileUri: 'gs://a/b' } },
            { functionCall: { id: 'c', name: 'f', args: { x: 1 } } },
            { functionResponse: { name: 'f', response: { y: 2 } } },
            { executableCode: { language: 'PYTHON', code: '1+1' } },
            { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '2' } },
            { text: 'Hm', thought: true },
            { mystery: 1 },
            {},
          ],
        },
      }).inputMessages,
      [
        said(
          'user',
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
            uri: 'gs://a/b',
          },
          { type: 'tool_call', id: 'c', name: 'f', arguments: { x: 1 } },
          { type: 'tool_call_response', id: 'f', response: { y: 2 } },
          {
            type: 'server_tool_call',
            name: 'code_execution',
            server_tool_call: {
              type: 'code_execution',
              language: 'PYTHON',
              code: '1+1',
            },
          },
          {
            type: 'server_tool_call_response',
            server_tool_call_response: {
              type: 'code_execution',
              outcome: 'OUTCOME_OK',
              output: '2',
            },
          },
          reasoning('Hm'),
          { type: 'generic', generic_type: 'mystery', mystery: 1 }
        ),
      ]
    );
  });

  const pieces = [
    {
      candidates: [
        { content: { role: 'model', parts: [{ text: 'H', thought: true }] } },
        { index: 1, content: { parts: [{ text: 'Bon' }] } },
      ],
    },
    {
      candidates: [
        {
          content: {
            parts: [{ text: 'm', thought: true }, { text: 'Good ' }],
          },
        },
      ],
    },
    {
      candidates: [
        { content: { parts: [{ text: 'day' }] }, finishReason: 'STOP' },
        {
          index: 1,
          content: {
            parts: [
              { functionCall: { name: 'f', args: {} } },
              { functionCall: { name: 'g', args: {} } },
            ],
          },
          finishReason: 'SAFETY',
        },
      ],
    },
  ];
  const messages = [
    {
      ...said('assistant', reasoning('Hm'), text('Good day')),
      finish_reason: 'stop',
    },
    {
      ...said(
        'assistant',
        text('Bon'),
        { type: 'tool_call', name: 'f', arguments: {} },
        { type: 'tool_call', name: 'g', arguments: {} }
      ),
      finish_reason: 'content_filter',
    },
  ];

  it('of a stream is one message for each candidate, as events or as one array', () => {
    assert.deepEqual(events(...pieces), messages);
    assert.deepEqual(response(pieces), messages);
  });

  it('of a prompt that was refused is nothing, and of a cut stream what had come', () => {
    assert.deepEqual(
      response({ promptFeedback: { blockReason: 'SAFETY' } }),
      []
    );
    assert.deepEqual(events(pieces[0])[1], said('assistant', text('Bon')));
  });
});
