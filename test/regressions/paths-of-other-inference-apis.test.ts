// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  json,
  scriptedServer,
  type ScriptedServer,
} from '../telemetry/support/scripted-server.ts';
import { track, type Tracked } from '../telemetry/support/tracked.ts';

const messages = [{ role: 'user', content: 'Hi' }];
const counted = {
  usage: {
    prompt_tokens: 3,
    completion_tokens: 1,
    input_tokens: 3,
    output_tokens: 1,
  },
};

describe('a host that nobody named', () => {
  let tracked: Tracked;
  let server: ScriptedServer;
  let answer: unknown;

  beforeEach(async () => {
    tracked = track();
    server = await scriptedServer((_, response) => json(response, 200, answer));
  });

  afterEach(async () => {
    await tracked.stop();
    await server.close();
  });

  async function seen(path: string, body: unknown): Promise<string[]> {
    const form = body instanceof FormData;
    const response = await fetch(server.origin + path, {
      method: 'POST',
      ...(!form && { headers: { 'content-type': 'application/json' } }),
      body: form ? body : JSON.stringify(body),
    });
    await response.text();
    await new Promise(resolve => setTimeout(resolve, 20));
    return tracked.spans.map(
      ({ name, attributes }) =>
        `${name} ${String(attributes['gen_ai.provider.name'])} ${String(attributes['gen_ai.usage.input_tokens'])}`
    );
  }

  const calls: readonly [path: string, body: unknown, seen: string][] = [
    ['/embeddings', { model: 'm', input: 'x' }, 'embeddings m openai 3'],
    [
      '/api/projects/p/openai/v1/chat/completions',
      { model: 'm', messages },
      'chat m azure.ai.openai 3',
    ],
    ['/responses', { model: 'm', input: 'x' }, 'chat m openai 3'],
    ['/completions', { model: 'm', prompt: 'x' }, 'text_completion m openai 3'],
    ['/v1/responses', { model: 'm' }, 'chat m openai 3'],
    ['/v1/responses/compact', { model: 'm', input: [] }, 'chat m openai 3'],
    [
      '/llm/deployments/d/chat/completions',
      { messages },
      'chat d azure.ai.openai 3',
    ],
    [
      '/api/projects/p/openai/deployments/d/embeddings',
      { input: 'x' },
      'embeddings d azure.ai.openai 3',
    ],
    [
      '/v1/a/g/azure-openai/res/dep/embeddings',
      { input: 'x' },
      'embeddings dep azure.ai.openai 3',
    ],
    [
      '/v1/projects/p/locations/l/publishers/mistralai/models/mistral-large:rawPredict',
      { messages },
      'chat mistral-large gcp.vertex_ai 3',
    ],
    [
      '/serving-endpoints/e/invocations',
      { input: ['x'] },
      'embeddings e databricks 3',
    ],
    [
      '/v1/a/g/workers-ai/@cf/baai/bge-m3',
      { text: ['x'] },
      'embeddings @cf/baai/bge-m3 cloudflare 3',
    ],
    [
      '/v1/images/generations',
      { model: 'm', prompt: 'x' },
      'generate_content m openai 3',
    ],
    ['/rerank', { model: 'm', query: 'x', documents: [] }, 'rerank m openai 3'],
  ];
  for (const [path, body, expected] of calls) {
    it(`is seen at ${path}`, async () => {
      answer = counted;
      assert.deepEqual(await seen(path, body), [expected]);
    });
  }

  for (const order of ['before', 'behind'] as const) {
    it(`is seen with the model of a form ${order} its file`, async () => {
      answer = counted;
      const form = new FormData();
      if (order === 'before') form.set('model', 'whisper-1');
      form.set('file', new Blob([Buffer.alloc(300_000, '\r\n--')]), 'a.mp3');
      if (order === 'behind') form.set('model', 'whisper-1');
      assert.deepEqual(await seen('/v1/audio/transcriptions', form), [
        'generate_content whisper-1 openai 3',
      ]);
    });
  }

  const others: readonly [path: string, body: unknown][] = [
    ['/api/chat', { id: 'c', messages, model: 'm', trigger: 'submit-message' }],
    ['/api/chat', { messages, model: 'm' }],
    ['/api/generate', { model: 'Corolla', kind: 'brochure' }],
    ['/api/generate', { model: 'Corolla', prompt: 'a brochure' }],
    ['/v2/chat', { customer: 1, model: 'support-bot', text: 'hi' }],
    ['/v1/responses', { survey: 7, model: 'Corolla', answers: [] }],
    ['/responses', { survey: 7, model: 'Corolla', answers: [] }],
    ['/v1/completions', { course: 3, user: 9 }],
    ['/embeddings', { model: 'm', video: 'x' }],
    ['/v1/predictions', { input: 'tomorrow' }],
    ['/v1/messages', { to: 'x', body: 'y' }],
    ['/rerank', { query: 'x' }],
    [
      '/v1/projects/p/locations/l/publishers/anthropic/models/count-tokens:rawPredict',
      { model: 'm', messages },
    ],
  ];
  for (const [path, body] of others) {
    it(`is left alone at ${path} with ${JSON.stringify(body)}`, async () => {
      answer = { ok: true, id: '7', messages: [] };
      assert.deepEqual(await seen(path, body), []);
    });
  }
});
