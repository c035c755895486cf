// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { contentReader, reasoning, said, text } from './reading.ts';

const { events } = contentReader('openai-chat');

const chunk = (
  delta: unknown,
  index = 0,
  finish_reason: string | null = null
): unknown => ({ choices: [{ index, delta, finish_reason }] });

describe('openai-chat content of streams', () => {
  it('is put together, each choice for itself', () => {
    assert.deepEqual(
      events(
        chunk({ role: 'assistant', content: '' }, 1),
        chunk({ role: 'assistant', content: '' }, 0),
        chunk({ content: 'Good ' }, 0),
        chunk({ content: 'Bon' }, 1),
        chunk({ content: 'day' }, 0),
        chunk({ content: 'jour' }, 1),
        chunk({}, 0, 'stop'),
        chunk({}, 1, 'length'),
        { choices: [], usage: {} }
      ),
      [
        { ...said('assistant', text('Good day')), finish_reason: 'stop' },
        { ...said('assistant', text('Bonjour')), finish_reason: 'length' },
      ]
    );
  });

  it('has calls that go on at the same time, and thoughts before them', () => {
    const call = (index: number, args: string, id?: string, name?: string) =>
      chunk({
        tool_calls: [{ index, id, function: { name, arguments: args } }],
      });
    assert.deepEqual(
      events(
        chunk({ reasoning: 'Two ' }),
        chunk({ reasoning: 'calls.' }),
        call(0, '', 'a', 'first'),
        call(1, '', 'b', 'second'),
        call(1, '{"y":'),
        call(0, '{"x":1'),
        call(1, '2}'),
        call(0, '}'),
        chunk({}, 0, 'tool_calls')
      ),
      [
        {
          ...said(
            'assistant',
            reasoning('Two calls.'),
            { type: 'tool_call', id: 'a', name: 'first', arguments: { x: 1 } },
            { type: 'tool_call', id: 'b', name: 'second', arguments: { y: 2 } }
          ),
          finish_reason: 'tool_call',
        },
      ]
    );
  });

  it('has every call of a gateway that numbers them all 0', () => {
    const call = (id: string) =>
      chunk({
        tool_calls: [
          { index: 0, id, function: { name: 'f', arguments: '{}' } },
        ],
      });
    assert.deepEqual(
      events(call('a'), call('b'))[0]?.parts.map(part =>
        part.type === 'tool_call' ? part.id : part.type
      ),
      ['a', 'b']
    );
  });

  it('that were cut have what had come, without a reason', () => {
    const cut = {
      index: 0,
      id: 'a',
      function: { name: 'f', arguments: '{"x' },
    };
    assert.deepEqual(
      events(chunk({ content: 'So ' }), chunk({ tool_calls: [cut] })),
      [
        said('assistant', text('So '), {
          type: 'tool_call',
          id: 'a',
          name: 'f',
          arguments: '{"x',
        }),
      ]
    );
  });

  it("has Mistral's parts, and a refusal", () => {
    const thinking = [{ type: 'text', text: 'Hm' }];
    assert.deepEqual(
      events(
        chunk({ content: [{ type: 'thinking', thinking }] }),
        chunk({ content: [{ type: 'thinking', thinking }] }),
        chunk({ content: [{ type: 'text', text: 'Yes' }] }),
        chunk({ refusal: 'N' }),
        chunk({ refusal: 'o' })
      ),
      [
        said('assistant', reasoning('HmHm'), text('Yes'), {
          type: 'generic',
          generic_type: 'refusal',
          content: 'No',
        }),
      ]
    );
  });
});
