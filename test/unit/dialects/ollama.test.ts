// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../../src/call.ts';
import { ollamaChat } from '../../../src/dialects/ollama/chat.ts';
import { ollamaGenerate } from '../../../src/dialects/ollama/generate.ts';

const url = new URL('http://localhost:11434/api/chat');
const noHeader = { get: () => undefined };

for (const dialect of [ollamaChat, ollamaGenerate]) {
  const route = { provider: 'ollama', operation: 'chat' } as const;
  const request = (body: Record<string, unknown>) =>
    dialect.readRequest(body, url, noHeader, route);

  describe(`${dialect.name} requests`, () => {
    const streams: [Record<string, unknown>, true | undefined][] = [
      [{ model: 'm' }, true],
      [{ model: 'm', stream: null }, true],
      [{ model: 'm', stream: true }, true],
      [{ model: 'm', stream: false }, undefined],
      // A body that was not seen: node:http, or above the bound.
      [{}, undefined],
    ];
    for (const [body, expected] of streams) {
      it(`${expected ? 'stream' : 'do not stream'} by ${JSON.stringify(body)}`, () => {
        assert.equal(request(body).stream, expected);
      });
    }

    const formats: [unknown, 'json' | undefined][] = [
      ['json', 'json'],
      [{ type: 'object' }, 'json'],
      ['', undefined],
      [{}, undefined],
      [null, undefined],
      ['yaml', undefined],
    ];
    for (const [format, expected] of formats) {
      it(`ask for ${expected ?? 'nothing'} by the format ${JSON.stringify(format)}`, () => {
        assert.equal(request({ model: 'm', format }).outputType, expected);
      });
    }

    it('have no limit below zero', () => {
      const limits = [-2, -1, 0, 1].map(
        limit =>
          request({ model: 'm', options: { num_predict: limit } }).maxTokens
      );
      assert.deepEqual(limits, [undefined, undefined, 0, 1]);
    });

    it('have a single stop sequence as one', () => {
      assert.deepEqual(
        request({ model: 'm', options: { stop: 'END' } }).stopSequences,
        ['END']
      );
    });

    it('have a level of reasoning only where it is a word', () => {
      const levels = [true, false, 'high'].map(
        think => request({ model: 'm', think }).reasoningLevel
      );
      assert.deepEqual(levels, [undefined, undefined, 'high']);
    });
  });

  describe(`${dialect.name} streams`, () => {
    const streamed = (...lines: unknown[]) => {
      const facts: ResponseFacts = {};
      for (const line of lines) dialect.readEvent(line, facts, route);
      return facts;
    };

    it('are complete at done, and not before', () => {
      assert.deepEqual(streamed({ model: 'm', done: false }), { model: 'm' });
      assert.deepEqual(streamed({ model: 'm', done: true }), {
        model: 'm',
        complete: true,
      });
    });

    it('never say the text of an error', () => {
      assert.deepEqual(streamed({ error: 'llama_runner_terminated' }), {
        errorType: '_OTHER',
      });
    });

    it('have no error when it is empty', () => {
      assert.deepEqual(streamed({ error: '' }, { error: null }), {});
    });

    it('keep counts of zero', () => {
      assert.deepEqual(streamed({ prompt_eval_count: 0, eval_count: 0 }), {
        inputTokens: 0,
        outputTokens: 0,
      });
    });
  });
}
