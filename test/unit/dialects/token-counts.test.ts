// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../../src/call.ts';
import { writeUsage } from '../../../src/dialects/fields.ts';
import { tokensInLists } from '../../../src/dialects/google/usage.ts';
import { tokensInDetails } from '../../../src/dialects/openai/usage.ts';

describe('writeUsage', () => {
  it('lets no parts of an older total stand beside a newer one', () => {
    const facts: ResponseFacts = {};
    writeUsage(facts, {
      inputTokens: 5,
      inputTokensBy: { text: 5 },
      outputTokens: 1,
      outputTokensBy: { text: 1 },
    });
    writeUsage(facts, { inputTokens: undefined, outputTokens: 9 });
    assert.deepEqual(facts, {
      inputTokens: 5,
      inputTokensBy: { text: 5 },
      outputTokens: 9,
    });
  });
});

describe('tokensInDetails', () => {
  it('takes the kinds of content that the conventions name, zeros among them', () => {
    assert.deepEqual(
      tokensInDetails({ text_tokens: 3, audio_tokens: 0, video_tokens: 2 }),
      { text: 3, audio: 0 }
    );
  });

  it('reports nothing that was not', () => {
    for (const details of [{}, { cached_tokens: 2 }, { text_tokens: '3' }]) {
      assert.equal(tokensInDetails(details), undefined);
    }
  });
});

describe('tokensInLists', () => {
  it('adds up what it finds in all lists, in whatever case', () => {
    const lists = [
      [{ modality: 'TEXT', n: 1 }],
      undefined,
      false,
      [{ modality: 'text', n: 2 }, { modality: 'VIDEO', n: 4 }, 'text', null],
    ];
    assert.deepEqual(tokensInLists(lists, 'n'), { text: 3 });
  });

  it('reports nothing that was not', () => {
    for (const list of [[], [{ modality: 'TEXT' }], [{ n: 1 }]]) {
      assert.equal(tokensInLists([list], 'n'), undefined);
    }
  });
});
