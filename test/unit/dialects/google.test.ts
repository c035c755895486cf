// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../../src/call.ts';
import {
  googleErrorType,
  googleEventErrorType,
} from '../../../src/dialects/google/error.ts';
import { googleGenerate } from '../../../src/dialects/google/generate.ts';
import { readGoogleRequest } from '../../../src/dialects/google/parameters.ts';
import { hasMethod, modelOfPath } from '../../../src/dialects/google/path.ts';
import { readGoogleUsage } from '../../../src/dialects/google/usage.ts';

function usageOf(...usages: unknown[]): ResponseFacts {
  const facts: ResponseFacts = {};
  for (const usage of usages) readGoogleUsage(usage, facts);
  return facts;
}

describe('modelOfPath', () => {
  const models: Record<string, string | undefined> = {
    '/v1beta/models/gemini-2.5-flash:generateContent': 'gemini-2.5-flash',
    '/v1beta/models/gemini-2.5-flash:generateContent/': 'gemini-2.5-flash',
    '/v1/projects/p/locations/l/publishers/google/models/t@003:predict':
      't@003',
    '/v1/publishers/google/models/t%40003:predict': 't@003',
    '/v1beta/tunedModels/a%20b:generateContent': 'tunedModels/a b',
    '/v1/projects/p/locations/l/endpoints/12:streamGenerateContent':
      'endpoints/12',
    '/models/%E0%A4:generateContent': '%E0%A4',
    '/models/a/b:generateContent': undefined,
    '/models/:generateContent': undefined,
    '/models/a': undefined,
    '/v1/messages': undefined,
  };
  for (const [path, model] of Object.entries(models)) {
    it(`finds ${model ?? 'none'} in ${path}`, () => {
      assert.equal(modelOfPath(new URL(path, 'https://h')), model);
    });
  }
});

describe('hasMethod', () => {
  it('compares the whole name', () => {
    const has = (path: string) =>
      hasMethod(new URL(path, 'https://h'), 'generateContent');
    assert.equal(has('/models/a:generateContent?alt=sse'), true);
    assert.equal(has('/models/a:generateContent/'), true);
    assert.equal(has('/models/a:streamGenerateContent'), false);
    assert.equal(has('/models/a:generateContents'), false);
    assert.equal(has('/models/a?b=:generateContent'), false);
  });
});

describe('readGoogleUsage', () => {
  it('adds what tools read to the input, and what was thought to the output', () => {
    assert.deepEqual(
      usageOf({
        promptTokenCount: 1000,
        cachedContentTokenCount: 900,
        toolUsePromptTokenCount: 20,
        candidatesTokenCount: 3,
        thoughtsTokenCount: 4,
        totalTokenCount: 1027,
      }),
      {
        inputTokens: 1020,
        cacheReadTokens: 900,
        outputTokens: 7,
        reasoningTokens: 4,
      }
    );
  });

  it('reports nothing that was not', () => {
    for (const nothing of [undefined, null, {}, [], { totalTokenCount: 7 }]) {
      assert.deepEqual(usageOf(nothing), {});
    }
  });

  it('takes the last of several, and keeps what that leaves out', () => {
    assert.deepEqual(
      usageOf(
        { promptTokenCount: 5, candidatesTokenCount: 1 },
        { promptTokenCount: 5, candidatesTokenCount: 2, thoughtsTokenCount: 1 },
        { promptTokenCount: 6 },
        null
      ),
      { inputTokens: 6, outputTokens: 3, reasoningTokens: 1 }
    );
  });

  it('adds up the counts of a kind of content that is named twice', () => {
    const text = { modality: 'TEXT', tokenCount: 2 };
    assert.deepEqual(
      usageOf({
        promptTokensDetails: [text, { modality: 'AUDIO', tokenCount: 0 }],
        toolUsePromptTokenCount: 2,
        toolUsePromptTokensDetails: [text],
        candidatesTokensDetails: [{ modality: 'DOCUMENT', tokenCount: 1 }],
        cacheTokensDetails: [{ modality: 'IMAGE' }, null, 'TEXT'],
      }),
      { inputTokens: 2, inputTokensBy: { text: 4, audio: 0 } }
    );
  });

  it('leaves out the parts of a count that is not in the total', () => {
    const text = { modality: 'TEXT', tokenCount: 2 };
    assert.deepEqual(
      usageOf({
        promptTokenCount: 2,
        promptTokensDetails: [text],
        toolUsePromptTokensDetails: [text],
      }),
      { inputTokens: 2, inputTokensBy: { text: 2 } }
    );
  });
});

describe('readGoogleRequest', () => {
  it('prefers the name in camel case', () => {
    const url = new URL('https://h/models/m:generateContent');
    const generationConfig = { topP: 0.1, top_p: 0.2, top_k: 3 };
    assert.deepEqual(
      readGoogleRequest({ generationConfig, generation_config: {} }, url),
      { model: 'm', topP: 0.1, topK: 3 }
    );
  });

  it('says what is made, and else in which format', () => {
    const url = new URL('https://h/models/m:generateContent');
    const typeOf = (generationConfig: object) =>
      readGoogleRequest({ generationConfig }, url).outputType;
    const types = [
      { responseModalities: ['TEXT', 'IMAGE'], responseMimeType: 'text/plain' },
      { responseModalities: ['AUDIO'] },
      { responseModalities: ['TEXT'], responseMimeType: 'application/json' },
      { responseMimeType: 'text/plain' },
      { responseMimeType: 'text/x.enum' },
      {},
    ].map(typeOf);
    assert.deepEqual(types, [
      'image',
      'speech',
      'json',
      'text',
      undefined,
      undefined,
    ]);
  });
});

describe('Errors of Google', () => {
  it('are told by their status, else by their code', () => {
    const types = [
      { error: { code: 429, status: 'RESOURCE_EXHAUSTED' } },
      [{ error: { code: 404, status: 'NOT_FOUND' } }],
      { error: { code: 418, status: 'I am a teapot' } },
      { error: { message: 'No.' } },
      { error: 'No.' },
      { candidates: [] },
      undefined,
    ].map(googleErrorType);
    assert.deepEqual(types, [
      'RESOURCE_EXHAUSTED',
      'NOT_FOUND',
      '418',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are errors within a stream also without either', () => {
    const types = [
      { error: { status: 'UNAVAILABLE' } },
      { error: { message: 'No.' } },
      { error: 'No.' },
      { error: null },
      {},
    ].map(googleEventErrorType);
    assert.deepEqual(types, [
      'UNAVAILABLE',
      '_OTHER',
      '_OTHER',
      undefined,
      undefined,
    ]);
  });
});

describe('Candidates of Google', () => {
  const read = (choiceCount: number | undefined, ...parts: unknown[]) => {
    const facts: ResponseFacts = {};
    const route = { provider: 'gcp.gemini', operation: 'chat' } as const;
    for (const part of parts) {
      googleGenerate.readEvent(part, facts, { ...route, choiceCount });
    }
    return facts;
  };
  const ended = (index: number) => ({
    candidates: [{ index, finishReason: 'STOP' }],
  });

  it('are complete when all that were asked for have ended', () => {
    assert.deepEqual(read(2, ended(1)), { finishReasons: [undefined, 'STOP'] });
    assert.deepEqual(read(2, ended(0)), { finishReasons: ['STOP'] });
    assert.deepEqual(read(2, ended(1), ended(0)), {
      finishReasons: ['STOP', 'STOP'],
      complete: true,
    });
  });

  it('are not looked at above the most that there can be', () => {
    assert.deepEqual(read(1, ended(2048)), {});
    assert.equal(read(1, ended(2047)).finishReasons?.length, 2048);
  });

  it('go before the reason why a prompt was refused', () => {
    const blocked = { promptFeedback: { blockReason: 'SAFETY' } };
    assert.deepEqual(read(1, blocked).finishReasons, ['SAFETY']);
    assert.deepEqual(read(1, ended(0), blocked).finishReasons, ['STOP']);
  });

  it('need every event when there are several', () => {
    const needs = [undefined, 1, 2].map(count =>
      googleGenerate.needsEveryEvent?.(
        count === undefined ? {} : { choiceCount: count }
      )
    );
    assert.deepEqual(needs, [false, false, true]);
  });
});
