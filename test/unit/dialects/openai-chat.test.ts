// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { RequestFacts, ResponseFacts } from '../../../src/call.ts';
import { openaiChat } from '../../../src/dialects/openai/chat.ts';

const route = { provider: 'openai', operation: 'chat' } as const;

function requestOf(
  body: Record<string, unknown>,
  url = 'http://localhost/v1/chat/completions'
): RequestFacts {
  return openaiChat.readRequest(
    body,
    new URL(url),
    { get: () => undefined },
    route
  );
}

describe('openai-chat requests', () => {
  it('say that they want speech when they ask for audio and not for JSON', () => {
    const modalities = ['text', 'audio'];
    const types = [
      { modalities },
      { modalities, response_format: { type: 'text' } },
      { modalities, response_format: { type: 'json_schema' } },
      { modalities: ['text'], response_format: { type: 'text' } },
      { modalities: 'audio', response_format: { type: 'xml' } },
    ].map(body => requestOf(body).outputType);
    assert.deepEqual(types, ['speech', 'speech', 'json', 'text', undefined]);
  });

  it('prefer max_completion_tokens to max_tokens', () => {
    const body = { max_tokens: 1, max_completion_tokens: 2 };
    assert.equal(requestOf(body).maxTokens, 2);
  });

  it('prefer the model of the body to the deployment of the path', () => {
    const url =
      'https://r.openai.azure.com/openai/deployments/d/chat/completions';
    assert.equal(requestOf({ model: 'm' }, url).model, 'm');
    assert.equal(requestOf({ model: '' }, url).model, 'd');
  });

  it('take a deployment that is not percent-encoded well as it is', () => {
    const url = 'http://localhost/openai/deployments/50%/chat/completions';
    assert.equal(requestOf({}, url).model, '50%');
  });

  it('never look at prompts or tools', () => {
    const asked = ['messages', 'prompt', 'input', 'tools', 'functions'].filter(
      name => openaiChat.requestMembers.has(name)
    );
    assert.deepEqual(asked, []);
  });
});

describe('openai-chat streams', () => {
  it('are named by the first chunk that has a name, for gateways make up their last one', () => {
    const facts: ResponseFacts = {};
    for (const [id, model] of [
      ['', ''],
      ['first', 'gpt'],
      ['last', 'alias'],
    ]) {
      openaiChat.readEvent({ id, model }, facts, route);
    }
    assert.deepEqual(facts, { id: 'first', model: 'gpt' });
  });
});
