// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { ResponseFacts } from '../../../src/call.ts';
import { modelOf, streamOf } from '../../../src/dialects/bedrock/bedrock.ts';
import { bedrockConverse } from '../../../src/dialects/bedrock/converse.ts';
import { bedrockInvoke } from '../../../src/dialects/bedrock/invoke.ts';
import { mayBeInference, recognise } from '../../../src/recognise/recognise.ts';

const route = { provider: 'aws.bedrock', operation: 'chat' } as const;
const host = 'https://bedrock-runtime.eu-west-1.amazonaws.com';
const noHeader = { get: () => undefined };

/** What is seen at a URL: provider, dialect and operation on one line. */
function seen(url: string): string | undefined {
  if (!mayBeInference('POST', url)) return undefined;
  const found = recognise(new URL(url), noHeader);
  return found && `${found.provider} ${found.dialect.name} ${found.operation}`;
}

describe('the paths of Bedrock', () => {
  const hosts = [
    'bedrock-runtime.us-east-1.amazonaws.com',
    'bedrock-runtime-fips.us-gov-west-1.amazonaws.com',
    'bedrock-runtime.cn-north-1.amazonaws.com.cn',
    'bedrock-runtime.us-east-1.api.aws',
    'bedrock-runtime-fips.us-east-1.api.aws',
    'vpce-0a1b-c2d3.bedrock-runtime.us-east-1.vpce.amazonaws.com',
    'vpce-0a1b-c2d3-us-east-1a.bedrock-runtime-fips.us-east-1.vpce.amazonaws.com',
    // A proxy, a mock server, a tunnel.
    'gateway.example',
    '127.0.0.1:8080',
  ];
  for (const name of hosts) {
    it(`are known at ${name}`, () => {
      assert.equal(
        seen(`https://${name}/model/amazon.nova-lite-v1%3A0/converse-stream`),
        'aws.bedrock bedrock-converse chat'
      );
    });
  }

  const converse = 'bedrock-converse chat';
  const chat = 'bedrock-invoke chat';
  const text = 'bedrock-invoke text_completion';
  const embeddings = 'bedrock-invoke embeddings';
  const operations: Record<string, string | undefined> = {
    'anything/converse': converse,
    'arn:aws:bedrock:us-east-1:1:inference-profile/us.x.y/converse': converse,
    'us.anthropic.claude-sonnet-4-20250514-v1%3A0/invoke': chat,
    'apac.amazon.nova-pro-v1%3A0/invoke-with-response-stream': chat,
    'global.anthropic.claude-sonnet-4-5-20250929-v1%3A0/invoke': chat,
    'arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aapplication-inference-profile%2Fa/invoke':
      chat,
    'arn%3Aaws%3Abedrock%3Aus-east-1%3A%3Afoundation-model%2Fcohere.embed-v4/invoke':
      embeddings,
    'cohere.command-r-plus-v1%3A0/invoke': chat,
    'mistral.mistral-large-2407-v1%3A0/invoke': chat,
    'deepseek.v3-v1%3A0/invoke': chat,
    'ai21.jamba-instruct-v1%3A0/invoke': chat,
    'openai.gpt-oss-20b-1%3A0/invoke-with-response-stream': chat,
    'amazon.titan-text-lite-v1/invoke': text,
    'us.meta.llama4-scout-17b-instruct-v1%3A0/invoke': text,
    'mistral.mistral-7b-instruct-v0%3A2/invoke-with-response-stream': text,
    'mistral.mistral-large-2402-v1%3A0/invoke': text,
    'us.deepseek.r1-v1%3A0/invoke': text,
    'ai21.j2-ultra-v1/invoke': text,
    'cohere.command-text-v14/invoke': text,
    'amazon.titan-embed-image-v1/invoke': embeddings,
    'amazon.nova-2-multimodal-embeddings-v1%3A0/invoke': embeddings,
    'amazon.titan-image-generator-v2%3A0/invoke': undefined,
    'amazon.nova-canvas-v1%3A0/invoke': undefined,
    'stability.sd3-5-large-v1%3A0/invoke': undefined,
    'cohere.rerank-v3-5%3A0/invoke': undefined,
    'anthropic.claude-v2/count-tokens': undefined,
    'amazon.nova-sonic-v1%3A0/invoke-with-bidirectional-stream': undefined,
    'plainname/invoke': undefined,
  };
  for (const [path, expected] of Object.entries(operations)) {
    it(`are ${expected ?? 'left alone'} at ${path}`, () => {
      assert.equal(
        seen(`${host}/model/${path}`),
        expected && `aws.bedrock ${expected}`
      );
    });
  }

  it('are of no other service of AWS, nor of another API', () => {
    const others = [
      'https://bedrock-agent-runtime.us-east-1.amazonaws.com/agents/a/agentAliases/b/sessions/c/text',
      `${host}/guardrail/g/version/1/apply`,
      `${host}/async-invoke`,
      'https://functions.example/2015-03-31/functions/f/invoke',
      'https://models.example/model/churn/invoke',
      'https://talk.example/converse',
    ];
    assert.deepEqual(
      others.filter(url => seen(url) !== undefined),
      []
    );
  });
});

describe('the model and the stream of a path', () => {
  const at = (path: string) => new URL(`${host}/model/${path}`);

  it('are read from it', () => {
    const models = {
      'amazon.nova-lite-v1%3A0/converse': 'amazon.nova-lite-v1:0',
      'a.b/invoke/': 'a.b',
      'arn:aws:bedrock:::x/y.z/converse': 'arn:aws:bedrock:::x/y.z',
      'a%3%A/converse': 'a%3%A',
    };
    for (const [path, model] of Object.entries(models)) {
      assert.equal(modelOf(at(path)), model);
    }
    assert.equal(modelOf(new URL(`${host}/converse`)), undefined);
  });

  it('are told by the end of the path alone', () => {
    const streams = ['m/converse-stream', 'm/invoke-with-response-stream/'];
    assert.deepEqual(
      [...streams, 'm-stream/converse'].map(path => streamOf(at(path))),
      [true, true, undefined]
    );
  });
});

describe('failures of Bedrock', () => {
  const ofHeader = (name: string): ResponseFacts => {
    const facts: ResponseFacts = {};
    bedrockConverse.readHeaders?.(
      { get: of => (of === 'x-amzn-errortype' ? name : undefined) },
      facts,
      route
    );
    return facts;
  };

  it('have the same name wherever it stands', () => {
    const errorType = 'ThrottlingException';
    const streamed: ResponseFacts = {};
    bedrockConverse.readEvent(
      { exception: 'throttlingException', payload: {} },
      streamed,
      route
    );
    const whole: ResponseFacts = {};
    const body = { __type: `com.amazon#${errorType}`, message: 'x' };
    bedrockInvoke.readResponse(body, noHeader, whole, route);
    assert.deepEqual(
      [
        ofHeader(errorType),
        ofHeader(`${errorType}:http://internal.amazon.com/coral/`),
        ofHeader(`${errorType},${errorType}`),
        streamed,
        whole,
      ],
      Array.from({ length: 5 }, () => ({ errorType }))
    );
  });

  it('are never free text', () => {
    assert.deepEqual(ofHeader('Too many requests, please wait'), {});
    assert.deepEqual(ofHeader(''), {});
    const facts: ResponseFacts = {};
    bedrockInvoke.readEvent({ exception: 'a b', payload: null }, facts, route);
    assert.deepEqual(facts, { errorType: '_OTHER' });
  });
});

describe('counts of Bedrock', () => {
  const chunk = (json: unknown) => ({
    type: 'chunk',
    payload: { bytes: Buffer.from(JSON.stringify(json)).toString('base64') },
  });
  const metrics = {
    inputTokenCount: 10,
    outputTokenCount: 20,
    cacheReadInputTokenCount: 5,
    cacheWriteInputTokenCount: 3,
  };
  const after = (...events: unknown[]): ResponseFacts => {
    const facts: ResponseFacts = {};
    for (const event of events) bedrockInvoke.readEvent(event, facts, route);
    return facts;
  };

  it('stand for those that the model did not make', () => {
    assert.deepEqual(
      after(chunk({ 'amazon-bedrock-invocationMetrics': metrics })),
      {
        inputTokens: 18,
        outputTokens: 20,
        cacheReadTokens: 5,
        cacheWriteTokens: 3,
        complete: true,
      }
    );
  });

  it('are not mixed with those that it made', () => {
    assert.deepEqual(
      after(
        chunk({ generation: 'x', prompt_token_count: 7 }),
        chunk({ 'amazon-bedrock-invocationMetrics': metrics })
      ),
      { inputTokens: 7, outputTokens: 20, complete: true }
    );
  });

  it('in headers are taken for numbers only when they are', () => {
    const facts: ResponseFacts = {};
    const headers: Record<string, string> = {
      'x-amzn-bedrock-input-token-count': '12',
      'x-amzn-bedrock-output-token-count': '1e3',
    };
    bedrockInvoke.readHeaders?.({ get: name => headers[name] }, facts, route);
    assert.deepEqual(facts, { inputTokens: 12 });
  });

  it('are read from no chunk that is not what it says', () => {
    const bad = ['####', '', 7, null, Buffer.from('{"a":').toString('base64')];
    for (const bytes of bad) {
      assert.deepEqual(after({ type: 'chunk', payload: { bytes } }), {});
    }
  });

  it('of several results of Titan are added up', () => {
    const of = (...results: unknown[]): ResponseFacts => {
      const facts: ResponseFacts = {};
      bedrockInvoke.readResponse({ results }, noHeader, facts, route);
      return facts;
    };
    const counted = [{ tokenCount: 3 }, { tokenCount: 4 }];
    assert.deepEqual(of(...counted), { outputTokens: 7 });
    assert.deepEqual(of(...counted, { tokenCount: 'x' }), {});
    assert.deepEqual(of(), {});
  });
});
