// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { boundedContent } from '../../../src/content/bounded.ts';
import type { CallContent, Message, MessagePart } from '../../../src/call.ts';
import { contentMistakes } from '../../support/json-schema.ts';
import { said, text } from './reading.ts';

const CUT = '…[truncated]';
const sizeOf = (content: CallContent): number =>
  Object.values(content).reduce(
    (sum, section) => sum + Buffer.byteLength(JSON.stringify(section)),
    0
  );
const copy = (content: CallContent): CallContent => structuredClone(content);

describe('boundedContent', () => {
  const small: CallContent = {
    inputMessages: [said('user', text('Hello'))],
    toolDefinitions: [{ type: 'function', name: 'f' }],
  };

  it('leaves alone what just fits, and cuts what is one byte too long', () => {
    const size = sizeOf(small);
    assert.deepEqual(boundedContent(copy(small), size), small);
    assert.notDeepEqual(boundedContent(copy(small), size - 1), small);
  });

  it('says nothing in no room', () => {
    assert.deepEqual(boundedContent(copy(small), 0), {});
  });

  it('cuts a long text, and leaves the short ones whole', () => {
    const question = said('user', text('Which of these is right?'));
    const bounded = boundedContent(
      {
        systemInstructions: [text('Be brief.')],
        inputMessages: [
          said('user', text('x'.repeat(5000)), text('And now?')),
          question,
        ],
      },
      600
    );
    const [document, last] = bounded.inputMessages ?? [];
    assert.deepEqual(bounded.systemInstructions, [text('Be brief.')]);
    assert.deepEqual(last, question);
    assert.match(JSON.stringify(document?.parts[0]), /"x+…\[truncated\]"/);
    assert.deepEqual(document?.parts[1], text('And now?'));
    assert.ok(sizeOf(bounded) <= 600);
    assert.ok(sizeOf(bounded) > 580, 'uses the room that there is');
  });

  it('leaves out the oldest messages of a long conversation', () => {
    const inputMessages = Array.from({ length: 100 }, (_, index) =>
      said('user', text(`message ${index}`))
    );
    const { inputMessages: kept = [] } = boundedContent(
      { inputMessages: [...inputMessages] },
      1000
    );
    const [first, ...rest] = kept;
    assert.ok(rest.length > 10);
    assert.deepEqual(rest, inputMessages.slice(-rest.length));
    assert.ok(first);
  });

  it('gives question and answer the same room', () => {
    const bounded = boundedContent(
      {
        inputMessages: [said('user', text('q'.repeat(9000)))],
        outputMessages: [said('assistant', text('a'.repeat(9000)))],
      },
      2000
    );
    const sizes = [bounded.inputMessages, bounded.outputMessages].map(
      section => JSON.stringify(section).length
    );
    for (const size of sizes) assert.ok(size > 950 && size <= 1000, `${size}`);
  });

  it('keeps every choice of an answer', () => {
    const outputMessages = Array.from({ length: 4 }, (_, index) => ({
      ...said('assistant', text(`${index}`.repeat(2000))),
      finish_reason: 'stop',
    }));
    const bounded = boundedContent({ outputMessages }, 1200);
    assert.deepEqual(
      bounded.outputMessages?.map(({ finish_reason, parts }) => [
        finish_reason,
        (parts[0] as { content: string }).content[0],
      ]),
      [0, 1, 2, 3].map(index => ['stop', `${index}`])
    );
  });

  it('empties binary content above an eighth of the bound, also where all fits', () => {
    const blob = (content: string): MessagePart => ({
      type: 'blob',
      modality: 'image',
      mime_type: 'image/png',
      content,
    });
    assert.deepEqual(
      boundedContent(
        {
          inputMessages: [said('user', blob('A'.repeat(101)))],
          outputMessages: [said('assistant', blob('A'.repeat(100)))],
        },
        800
      ),
      {
        inputMessages: [said('user', blob(''))],
        outputMessages: [said('assistant', blob('A'.repeat(100)))],
      }
    );
  });

  it('cuts arguments and answers of tools as the text of their JSON', () => {
    const { inputMessages } = boundedContent(
      {
        inputMessages: [
          said(
            'assistant',
            {
              type: 'tool_call',
              id: 'a',
              name: 'f',
              arguments: { x: 'y'.repeat(3000) },
            },
            {
              type: 'tool_call_response',
              id: 'a',
              response: { x: 'y'.repeat(3000) },
            },
            { type: 'generic', generic_type: 'z', x: 'y'.repeat(3000) }
          ),
        ],
      },
      900
    );
    const [call, response, other] = inputMessages![0]!
      .parts as unknown as Record<string, string>[];
    assert.match(call!['arguments']!, /^\{"x":"y+…\[truncated\]$/);
    assert.match(response!['response']!, /^\{"x":"y+…\[truncated\]$/);
    assert.match(other!['content']!, /^\{"x":"y+…\[truncated\]$/);
    assert.deepEqual(Object.keys(other!), ['type', 'generic_type', 'content']);
  });

  it('never cuts a character in half', () => {
    for (let bound = 120; bound < 140; bound++) {
      const { inputMessages } = boundedContent(
        { inputMessages: [said('user', text('😀'.repeat(500)))] },
        bound
      );
      const [part] = inputMessages![0]!.parts;
      assert.match(
        (part as { content: string }).content,
        /^(?:😀)+…\[truncated\]$/u
      );
    }
  });

  it('fits, and stays valid, whatever it gets (seed 41)', () => {
    let state = 41;
    const random = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state % below;
    };
    const letters = ['a', '"', '\\', '\u0001', 'é', '語', '😀', '\ud800'];
    const words = (): string =>
      letters[random(letters.length)]!.repeat(random(10) ** 3);
    const part = (): MessagePart =>
      (
        [
          text(words()),
          { type: 'reasoning', content: words() },
          { type: 'tool_call', name: 'f', arguments: [words()] },
          { type: 'tool_call_response', response: words() },
          { type: 'blob', modality: 'image', content: 'A'.repeat(random(900)) },
          { type: 'file', modality: 'image', file_id: 'x' },
          { type: 'uri', modality: 'image', uri: words() },
          { type: 'generic', generic_type: 'x', y: { z: words() } },
          {
            type: 'server_tool_call',
            name: 's',
            server_tool_call: { type: 's', query: words() },
          },
        ] satisfies MessagePart[]
      )[random(9)]!;
    const parts = (): MessagePart[] => Array.from({ length: random(4) }, part);
    const messages = (): Message[] =>
      Array.from({ length: random(6) }, () => said('user', ...parts()));
    let cut = 0;
    for (let round = 0; round < 2000; round++) {
      const bound = random(5000);
      const bounded = boundedContent(
        {
          inputMessages: messages(),
          outputMessages: messages().map(message => ({
            ...message,
            finish_reason: 'stop',
          })),
          systemInstructions: parts(),
          toolDefinitions: [{ type: 'function', name: 'f' }],
        },
        bound
      );
      assert.ok(sizeOf(bounded) <= bound, `${sizeOf(bounded)} of ${bound}`);
      const { inputMessages = [], outputMessages = [] } = bounded;
      assert.deepEqual(
        [
          ...contentMistakes('v1.41', 'InputMessages', inputMessages),
          ...contentMistakes('v1.41', 'OutputMessages', outputMessages),
        ],
        []
      );
      if (JSON.stringify(bounded).includes(CUT)) cut++;
    }
    assert.ok(cut > 200, `${cut} were cut`);
  });
});
