// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../src/call.ts';
import { createDecoder } from '../../src/decode/decoder.ts';
import type { Dialect } from '../../src/dialects/dialect.ts';
import { googleGenerate } from '../../src/dialects/google/generate.ts';
import { openaiChat } from '../../src/dialects/openai/chat.ts';

const SSE = 'text/event-stream';

/** The facts of a stream that comes in slices. */
function read(
  dialect: Dialect,
  events: readonly object[],
  { contentType = SSE, slice = 1500, blank = '' } = {}
): ResponseFacts {
  const facts: ResponseFacts = {};
  const route = { provider: 'openai', operation: 'chat' } as const;
  const readEvent = (event: unknown) => {
    dialect.readEvent(event, facts, route);
  };
  const decoder = createDecoder({
    contentType,
    contentEncoding: undefined,
    maxBodyBytes: 1024 * 1024,
    everyEvent: false,
    readEvery: false,
    early: { onEvent: readEvent },
  });
  const texts = events.map(event =>
    JSON.stringify(event).replaceAll('":', `":${blank}`)
  );
  const body = Buffer.from(
    contentType === SSE
      ? texts.map(text => `data: ${text}\n\n`).join('')
      : texts.map(text => `${text}\n`).join('')
  );
  for (let at = 0; at < body.length; at += slice) {
    decoder.push(body.subarray(at, at + slice));
  }
  for (const event of decoder.end().values) readEvent(event);
  return facts;
}

const usage = { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 };
const zeros = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

function chunk(more: object = {}, content = 'Hi "usage":{"n":1}'): object {
  return {
    id: 'c',
    model: 'm-1',
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
    usage: null,
    ...more,
  };
}

const stop = {
  choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
};
const many = Array.from({ length: 40 }, () => chunk());

describe('Usage far before the end of a stream', () => {
  const streams: Record<string, readonly object[]> = {
    'is read with the reason, before ten chunks without': [
      chunk(),
      chunk({ ...stop, usage }),
      ...many.slice(0, 10),
    ],
    'is read in the second chunk, before the text': [
      chunk(),
      chunk({ usage }),
      ...many,
      chunk(stop),
    ],
    'is read in the first chunk': [chunk({ usage }), ...many, chunk(stop)],
    'is read where it comes after the reason, and text follows both': [
      chunk(),
      chunk(stop),
      chunk({ choices: [], usage }),
      ...many,
    ],
    'is the newest of those that passed': [
      chunk(),
      chunk({ usage: { ...usage, completion_tokens: 1, total_tokens: 8 } }),
      chunk({ usage }),
      ...many,
      chunk(stop),
    ],
    'outlives zeros on each later chunk': [
      chunk(),
      chunk({ usage }),
      ...many.map(() => chunk({ usage: zeros })),
      chunk({ ...stop, usage: zeros }),
    ],
    'outlives chunks that fill the memory of the last ones': [
      chunk(),
      chunk({ usage }),
      ...Array.from({ length: 5 }, () => chunk({}, 'x'.repeat(20_000))),
      chunk(stop),
    ],
    'outlives a chunk that is too large to be kept': [
      chunk(),
      chunk({ ...stop, usage }),
      ...many.slice(0, 12),
      chunk({}, 'x'.repeat(300_000)),
      ...many.slice(0, 12),
    ],
  };
  for (const [title, events] of Object.entries(streams)) {
    for (const blank of ['', ' ']) {
      for (const contentType of [SSE, 'application/x-ndjson']) {
        it(`${title} (${contentType}${blank && ', with blanks'})`, () => {
          const facts = read(openaiChat, events, { contentType, blank });
          const { inputTokens, outputTokens, finishReasons, model } = facts;
          assert.deepEqual(
            [model, inputTokens, outputTokens, finishReasons],
            ['m-1', 7, 2, ['stop']]
          );
        });
      }
    }
  }

  it('is read of Gemini, whose later chunks have none', () => {
    const part = { content: { parts: [{ text: 'Hi' }] } };
    const facts = read(googleGenerate, [
      { candidates: [part], modelVersion: 'g' },
      {
        candidates: [{ ...part, finishReason: 'STOP' }],
        usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 2 },
      },
      ...Array.from({ length: 20 }, () => ({ candidates: [part] })),
    ]);
    assert.equal(facts.inputTokens, 7);
    assert.equal(facts.outputTokens, 2);
    assert.deepEqual(facts.finishReasons, ['STOP']);
  });

  it('of zeros alone is told', () => {
    const facts = read(openaiChat, [chunk(), chunk({ ...stop, usage: zeros })]);
    assert.equal(facts.inputTokens, 0);
    assert.equal(facts.outputTokens, 0);
  });
});
