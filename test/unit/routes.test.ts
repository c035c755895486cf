// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { compileProviders } from '../../src/recognise/matcher.ts';
import {
  looksLikeInference,
  mayBeInference,
  recognise,
} from '../../src/recognise/recognise.ts';

const noHeader = { get: () => undefined };

/** What is seen at a URL: provider, dialect and operation; `undefined` when it is left alone. */
function seen(
  url: string,
  custom?: ReturnType<typeof compileProviders>
): string | undefined {
  const found = recognise(new URL(url), noHeader, custom);
  if (found === undefined) return undefined;
  assert.equal(mayBeInference('POST', url, custom), true, url);
  return `${found.provider} ${found.dialect.name} ${found.operation}${found.ambiguous ? ' ?' : ''}`;
}

const messages = 'anthropic-messages chat';
const generate = 'google-generate generate_content';
const embeddings = 'google-embeddings embeddings';
const interactions = 'google-interactions generate_content';
const gemini = 'https://generativelanguage.googleapis.com';
const vertex =
  'https://europe-west4-aiplatform.googleapis.com/v1beta1/projects/p/locations/europe-west4';
const global = 'https://aiplatform.googleapis.com/v1/projects/p';

const routes: Record<string, string | undefined> = {
  'https://api.anthropic.com/v1/messages': `anthropic ${messages}`,
  'https://api.anthropic.com/v1/messages?beta=true': `anthropic ${messages}`,
  'https://api.anthropic.com/v1/messages/': `anthropic ${messages}`,
  'https://api.anthropic.com/v1/messages/count_tokens?beta=true': undefined,
  'https://api.anthropic.com/v1/messages/batches': undefined,
  'https://api.anthropic.com/v1/complete':
    'anthropic anthropic-complete text_completion',
  'https://api.deepseek.com/anthropic/v1/messages': `deepseek ${messages}`,
  'https://openrouter.ai/api/v1/messages': `openrouter ${messages}`,
  'https://api.moonshot.ai/anthropic/v1/messages': `moonshot_ai ${messages}`,
  'http://localhost:11434/v1/messages': `ollama ${messages}`,
  'https://r.services.ai.azure.com/anthropic/v1/messages': `azure.ai.inference ${messages}`,
  'https://api.openai.com/v1/threads/thread_1/messages': undefined,
  'https://api.mistral.ai/v1/messages': undefined,

  [`${gemini}/v1beta/models/gemini-2.5-pro:generateContent`]: `gcp.gemini ${generate}`,
  [`${gemini}/v1/models/gemini-2.5-pro:streamGenerateContent?alt=sse`]: `gcp.gemini ${generate}`,
  [`${gemini}/v1beta/tunedModels/t:generateContent`]: `gcp.gemini ${generate}`,
  [`${gemini}/v1beta/models/e:embedContent`]: `gcp.gemini ${embeddings}`,
  [`${gemini}/v1beta/models/e:batchEmbedContents`]: `gcp.gemini ${embeddings}`,
  [`${gemini}/v1beta/models/g:countTokens`]: undefined,
  [`${gemini}/v1beta/models/g:batchGenerateContent`]: undefined,
  [`${gemini}/v1beta/models/e:asyncBatchEmbedContent`]: undefined,
  [`${gemini}/v1beta/models/imagen-4:predict`]: undefined,
  [`${gemini}/v1beta/models`]: undefined,
  [`${gemini}/v1beta/:generateContent`]: undefined,
  [`${gemini}/v1beta/interactions`]: `gcp.gemini ${interactions} ?`,
  [`${gemini}/v1beta/interactions/v1_abc/cancel`]: undefined,
  [`${gemini}/upload/interactions`]: undefined,
  [`${vertex}/interactions`]: `gcp.vertex_ai ${interactions} ?`,
  'https://gateway.example/v1beta/interactions': `gcp.gemini ${interactions} ?`,
  'https://discord.com/api/v10/interactions': undefined,

  [`${vertex}/publishers/google/models/g:generateContent`]: `gcp.vertex_ai ${generate}`,
  [`${vertex}/publishers/google/models/g:streamGenerateContent?alt=sse`]: `gcp.vertex_ai ${generate}`,
  [`${vertex}/endpoints/7:streamGenerateContent`]: `gcp.vertex_ai ${generate}`,
  'https://aiplatform.googleapis.com/v1/publishers/google/models/g:generateContent': `gcp.vertex_ai ${generate}`,
  [`${global}/locations/global/publishers/anthropic/models/c@1:rawPredict`]: `gcp.vertex_ai ${messages}`,
  [`${global}/locations/global/publishers/anthropic/models/c%401:streamRawPredict`]: `gcp.vertex_ai ${messages}`,
  'https://aiplatform.eu.rep.googleapis.com/v1/projects/p/locations/eu/publishers/anthropic/models/c:rawPredict': `gcp.vertex_ai ${messages}`,
  [`${global}/locations/global/publishers/mistralai/models/m:rawPredict`]: `gcp.vertex_ai openai-chat chat ?`,
  [`${global}/locations/global/publishers/anthropic/models/count-tokens:rawPredict`]:
    undefined,
  [`${global}/locations/global/publishers/anthropic/models/count-tokens/c:rawPredict`]:
    undefined,
  [`${vertex}/publishers/google/models/text-embedding-005:predict`]: `gcp.vertex_ai ${embeddings}`,
  [`${vertex}/publishers/google/models/textembedding-gecko@003:predict`]: `gcp.vertex_ai ${embeddings}`,
  [`${vertex}/publishers/google/models/multimodalembedding%40001:predict`]: `gcp.vertex_ai ${embeddings}`,
  [`${vertex}/publishers/google/models/gemini-embedding-001:embedContent`]: `gcp.vertex_ai ${embeddings}`,
  [`${vertex}/publishers/google/models/imagen-4.0:predict`]: undefined,
  [`${vertex}/endpoints/7:predict`]: undefined,
  [`${vertex}/endpoints/text-embedding:predict`]: undefined,
  [`${vertex}/publishers/google/models/g:countTokens`]: undefined,

  // Hosts that nobody knows.
  'http://127.0.0.1:8080/v1/messages': `anthropic ${messages} ?`,
  'https://gw.example/anthropic/v1/messages?beta=true': `anthropic ${messages} ?`,
  'https://gw.example/messages': undefined,
  'https://gw.example/chat/v2/messages': undefined,
  'http://127.0.0.1:8080/v1beta/models/g:generateContent': `gcp.gemini ${generate}`,
  'https://gw.example/gemini/models/g:streamGenerateContent': `gcp.gemini ${generate}`,
  'https://gw.example/v1beta/tunedModels/g:generateContent': `gcp.gemini ${generate}`,
  'https://gw.example/v1beta/models/e:batchEmbedContents': `gcp.gemini ${embeddings}`,
  'https://gw.example/v1/projects/p/locations/l/publishers/google/models/g:generateContent': `gcp.vertex_ai ${generate}`,
  'https://gw.example/v1/projects/p/locations/l/models/g:generateContent': `gcp.vertex_ai ${generate}`,
  'https://gw.example/v1/publishers/google/models/gemini-embedding-001:predict': `gcp.vertex_ai ${embeddings}`,
  'https://gw.example/v1/projects/p/locations/l/publishers/anthropic/models/c:rawPredict': `gcp.vertex_ai ${messages}`,
  'https://ml.example/v1/models/resnet:predict': undefined,
  'https://ml.example/v1/models/embedding:predict': undefined,
  'https://ml.example/v1/models/m:rawPredict': undefined,
  'https://cms.example/v1/pages/p:generateContent': undefined,
};

describe('routes of Anthropic and Google', () => {
  for (const [url, expected] of Object.entries(routes)) {
    it(`sees ${expected ?? 'nothing'} at ${url}`, () => {
      assert.equal(seen(url), expected);
    });
  }

  it('takes the header of Anthropic for what the body would say', () => {
    const url = new URL('http://127.0.0.1:8080/v1/messages');
    const headers = {
      get: (name: string) =>
        name === 'anthropic-version' ? '2023-06-01' : undefined,
    };
    assert.equal(recognise(url, headers)?.ambiguous, false);
    assert.deepEqual(recognise(url, noHeader)?.mustName, [
      'model',
      'max_tokens',
    ]);
  });
});

describe('looksLikeInference with members that must be named', () => {
  it('asks for each of them', () => {
    const bodies = [
      { model: 'm', max_tokens: 1 },
      { model: 'm' },
      { max_tokens: 1 },
      { model: 7, max_tokens: 1 },
      {},
    ];
    const found = bodies.map(body =>
      looksLikeInference(body, { mustName: ['model', 'max_tokens'] })
    );
    assert.deepEqual(found, [true, false, false, false, false]);
  });
});

describe('routes of hosts of the user', () => {
  const custom = compileProviders([
    { name: 'acme', hosts: ['llm.acme.example'] },
    {
      name: 'claude',
      hosts: ['claude.acme.example'],
      dialect: 'anthropic-messages',
    },
    { name: 'own', hosts: ['aiplatform.googleapis.com'] },
  ]);
  const expected: Record<string, string | undefined> = {
    'https://llm.acme.example/v1/messages': `acme ${messages}`,
    'https://llm.acme.example/v1beta/models/g:generateContent': `acme ${generate}`,
    'https://llm.acme.example/v1/projects/p/publishers/google/models/text-embedding-005:predict': `acme ${embeddings}`,
    'https://llm.acme.example/v1/projects/p/publishers/google/models/imagen:predict':
      undefined,
    'https://llm.acme.example/v1/chat/completions': 'acme openai-chat chat',
    'https://claude.acme.example/v1/messages': `claude ${messages}`,
    'https://claude.acme.example/v1/chat/completions': undefined,
    [`${global}/locations/global/publishers/anthropic/models/c:rawPredict`]: `own ${messages}`,
  };
  for (const [url, found] of Object.entries(expected)) {
    it(`sees ${found ?? 'nothing'} at ${url}`, () => {
      assert.equal(seen(url, custom), found);
    });
  }
});

describe('interactions', () => {
  it('are inference where a model is asked, and not where an agent is', () => {
    const found = recognise(new URL(`${gemini}/v1beta/interactions`), noHeader);
    assert.deepEqual(found?.mustName, ['model']);
    const asks = [{ model: 'gemini-3-flash' }, { agent: 'deep-research' }, {}];
    assert.deepEqual(
      asks.map(body => looksLikeInference(body, found)),
      [true, false, false]
    );
  });
});
