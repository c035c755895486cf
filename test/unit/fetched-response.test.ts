// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { fetchedIdOf } from '../../src/dialects/openai/fetched.ts';
import {
  mayFetchResponse,
  recogniseFetch,
} from '../../src/recognise/fetched-response.ts';
import { compileProviders } from '../../src/recognise/matcher.ts';
import { mayBeInference } from '../../src/recognise/recognise.ts';

const noHeader = { get: () => undefined };
const custom = compileProviders([
  { name: 'acme', hosts: ['llm.acme.example'], dialect: 'openai-responses' },
  { name: 'chats', hosts: ['chat.acme.example'], dialect: 'openai-chat' },
]);

/** Whose response is fetched at a URL. */
function keeperOf(url: string): string | undefined {
  if (!mayFetchResponse('GET', url)) return undefined;
  const found = recogniseFetch(new URL(url), noHeader, custom);
  if (found === undefined) return undefined;
  assert.equal(found.operation, 'fetch_response');
  assert.equal(found.dialect.name, 'openai-fetched');
  return found.providerAssumed ? `${found.provider} ?` : found.provider;
}

const fetched: Record<string, string> = {
  'https://api.openai.com/v1/responses/resp_1': 'openai',
  'https://api.openai.com/v1/responses/resp_1/': 'openai',
  'https://api.openai.com/v1/responses/resp_1?stream=true&starting_after=4#a/b':
    'openai',
  'https://api.openai.com/v1/responses/7?next=/responses/': 'openai',
  'https://r.openai.azure.com/openai/responses/resp_1?api-version=1':
    'azure.ai.openai',
  'https://r.openai.azure.com/openai/v1/responses/resp_1': 'azure.ai.openai',
  'https://api.x.ai/v1/responses/2c7d': 'x_ai',
  'https://bedrock-mantle.us-east-1.api.aws/v1/responses/resp_1': 'aws.bedrock',
  'https://llm.acme.example/v1/responses/7': 'acme',
  'http://localhost:4000/v1/responses/resp_1': 'openai ?',
  // The answer decides.
  'https://surveys.example/api/v1/responses/7': 'openai ?',
  'https://surveys.example/responses/resp_1': 'openai ?',
};
const leftAlone = [
  'https://api.openai.com/v1/responses',
  'https://api.openai.com/v1/responses/',
  'https://api.openai.com/v1/responses//',
  'https://api.openai.com/v1/responses?id=/responses/resp_1',
  'https://api.openai.com/v1/responses/resp_1/input_items',
  'https://api.openai.com/v1/responses/resp_1/input_items?after=a',
  'https://api.openai.com/v1/chat/completions/chatcmpl-1',
  'https://r.openai.azure.com/other/responses/resp_1',
  'https://api.anthropic.com/v1/responses/resp_1',
  'https://chat.acme.example/v1/responses/resp_1',
  'https://surveys.example/responses/7',
];

describe('recogniseFetch', () => {
  for (const [url, keeper] of Object.entries(fetched)) {
    it(`finds ${keeper} at ${url}`, () => assert.equal(keeperOf(url), keeper));
  }
  for (const url of leftAlone) {
    it(`leaves ${url} alone`, () => assert.equal(keeperOf(url), undefined));
  }

  it('looks for an id by itself, whoever asked before', () => {
    const url = new URL('https://api.openai.com/v1/responses');
    assert.equal(recogniseFetch(url, noHeader), undefined);
  });
});

describe('mayFetchResponse', () => {
  const target = '/v1/responses/resp_1';

  it('takes GET alone, which nobody else takes', () => {
    const methods = ['GET', 'get', 'POST', 'DELETE', 'HEAD'];
    assert.deepEqual(
      methods.map(method => mayFetchResponse(method, target)),
      [true, true, false, false, false]
    );
    assert.equal(mayBeInference('GET', target), false);
  });
});

describe('fetchedIdOf', () => {
  const ids: Record<string, string | undefined> = {
    '/v1/responses/resp_1': 'resp_1',
    '/v1/responses/a%2Fb/': 'a/b',
    '/v1/responses/%E0%A4': '%E0%A4',
    '/v1/responses': undefined,
  };
  for (const [path, id] of Object.entries(ids)) {
    it(`finds ${id ?? 'none'} in ${path}`, () =>
      assert.equal(fetchedIdOf(new URL(path, 'https://h')), id));
  }
});
