// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  dialectsByName,
  type DialectName,
} from '../../../src/dialects/registry.ts';
import { openaiFetched } from '../../../src/dialects/openai/fetched.ts';
import { type Absent, describeFixtures } from './fixture-suite.ts';
import { eventsOf, fixtureDialects, wireFixtures } from './wire-fixtures.ts';

const embeddings: Absent = {
  stream: 'embeddings come whole',
  'stream-no-usage': 'embeddings come whole',
  'error-in-stream': 'embeddings come whole',
  'tool-call': 'embeddings call nothing',
};
const whole: Absent = {
  stream: 'answers come whole',
  'stream-no-usage': 'answers come whole',
  'error-in-stream': 'answers come whole',
  'tool-call': 'there are no tools',
};
const media: Absent = { 'tool-call': 'sound and pictures call nothing' };
const text: Absent = {
  'tool-call': 'a prompt that is gone on with has no tools',
};

/** Every dialect, with the cases that its API does not have; a new one does not compile until it stands here. */
const dialects: Record<DialectName | 'openai-fetched', Absent> = {
  'openai-chat': {},
  'openai-completions': text,
  'openai-responses': {},
  'openai-embeddings': embeddings,
  'openai-fetched': {},
  'anthropic-messages': {},
  'google-generate': {},
  'google-embeddings': embeddings,
  'google-interactions': {},
  'bedrock-converse': {},
  'bedrock-invoke': {},
  'cohere-chat': {},
  'cohere-embeddings': embeddings,
  'ollama-chat': {},
  'ollama-generate': text,
  'ollama-embeddings': embeddings,
  'watsonx-chat': {},
  'watsonx-generation': text,
  'watsonx-embeddings': embeddings,
  'anthropic-complete': text,
  'bedrock-retrieve': whole,
  'openai-images': media,
  'openai-speech': media,
  'openai-transcriptions': media,
  'openai-moderations': whole,
  rerank: whole,
  'vercel-ai': {},
  dashscope: {},
  'huggingface-embeddings': embeddings,
  'huggingface-generate': text,
  'workers-ai': {},
  replicate: whole,
  invocations: {},
  'llama-cpp': text,
  'lm-studio': {},
  tensorzero: {},
};

for (const [name, absent] of Object.entries(dialects)) {
  describeFixtures(name, absent);
}

describe('wire fixtures', () => {
  it('are of dialects that exist, and all of those have some', () => {
    const known = [...Object.keys(dialectsByName), openaiFetched.name];
    assert.deepEqual(fixtureDialects(), known.sort());
  });

  it('hold a stream longer than what a decoder keeps', () => {
    const lengths = fixtureDialects()
      .flatMap(wireFixtures)
      .map(({ stream, body }) => (stream ? eventsOf(body).length : 0));
    assert.ok(Math.max(...lengths) > 9);
  });
});
