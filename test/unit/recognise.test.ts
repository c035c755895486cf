// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { compileProviders } from '../../src/recognise/matcher.ts';
import {
  looksLikeInference,
  mayBeInference,
  recognise,
} from '../../src/recognise/recognise.ts';

const json = {
  get: (name: string) =>
    name === 'content-type' ? 'application/json' : undefined,
};
const noHeader = { get: () => undefined };

/** What is seen at a URL: provider, dialect and operation on one line; `undefined` when it is left alone. */
function seen(
  url: string,
  custom?: ReturnType<typeof compileProviders>
): string | undefined {
  const found = recognise(new URL(url), json, custom);
  return (
    found &&
    `${found.provider} ${found.dialect.name} ${found.operation}${found.ambiguous ? ' ?' : ''}`
  );
}

const chat = 'openai-chat chat';
const text = 'openai-completions text_completion';
const responses = 'openai-responses chat';
const embeddings = 'openai-embeddings embeddings';

const inference: Record<string, string> = {
  'https://api.openai.com/v1/chat/completions': `openai ${chat}`,
  'https://api.openai.com:443/v1/chat/completions': `openai ${chat}`,
  'https://API.OpenAI.com./v1/chat/completions?a=b#c': `openai ${chat}`,
  'https://eu.api.openai.com/v1/responses': `openai ${responses}`,
  'https://api.openai.com/v1/completions': `openai ${text}`,
  'https://api.openai.com/v1/embeddings': `openai ${embeddings}`,
  'https://api.openai.com/v1/moderations':
    'openai openai-moderations moderation',
  'https://api.openai.com/v1/images/generations':
    'openai openai-images generate_content',
  'https://api.openai.com/v1/audio/speech':
    'openai openai-speech generate_content',
  'https://api.openai.com/v1/audio/transcriptions':
    'openai openai-transcriptions generate_content',
  'https://api.openai.com/v1/responses/compact': `openai ${responses}`,
  'https://r.services.ai.azure.com/api/projects/p/openai/v1/responses': `azure.ai.openai ${responses}`,
  'https://r.services.ai.azure.com/api/projects/p/openai/deployments/d/chat/completions': `azure.ai.openai ${chat}`,
  'https://r.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=1': `azure.ai.openai ${chat}`,
  'https://r.openai.azure.com/openai/deployments/gpt/completions': `azure.ai.openai ${text}`,
  'https://r.openai.azure.com/openai/v1/responses': `azure.ai.openai ${responses}`,
  'https://r.openai.azure.com/openai/responses?api-version=1': `azure.ai.openai ${responses}`,
  'https://r.cognitiveservices.azure.com/openai/deployments/e/embeddings': `azure.ai.openai ${embeddings}`,
  'https://r.services.ai.azure.com/openai/v1/chat/completions': `azure.ai.openai ${chat}`,
  'https://r.services.ai.azure.com/models/chat/completions': `azure.ai.inference ${chat}`,
  'https://r.services.ai.azure.com/models/embeddings': `azure.ai.inference ${embeddings}`,
  'https://m.eastus2.models.ai.azure.com/chat/completions': `azure.ai.inference ${chat}`,
  'https://models.inference.ai.azure.com/chat/completions': `azure.ai.inference ${chat}`,
  'https://models.github.ai/inference/chat/completions': `github.models ${chat}`,
  'https://models.github.ai/orgs/o/inference/embeddings': `github.models ${embeddings}`,
  'https://api.groq.com/openai/v1/chat/completions': `groq ${chat}`,
  'https://api.groq.com/openai/v1/responses': `groq ${responses}`,
  'https://api.deepseek.com/chat/completions': `deepseek ${chat}`,
  'https://api.deepseek.com/v1/chat/completions': `deepseek ${chat}`,
  'https://api.deepseek.com/beta/completions': `deepseek ${text}`,
  'https://api.mistral.ai/v1/chat/completions': `mistral_ai ${chat}`,
  'https://api.mistral.ai/v1/agents/completions': `mistral_ai ${chat}`,
  'https://codestral.mistral.ai/v1/fim/completions': `mistral_ai ${text}`,
  'https://api.mistral.ai/v1/embeddings': `mistral_ai ${embeddings}`,
  'https://api.x.ai/v1/chat/completions': `x_ai ${chat}`,
  'https://us-east-1.api.x.ai/v1/responses': `x_ai ${responses}`,
  'https://api.perplexity.ai/chat/completions': `perplexity ${chat}`,
  'https://api.moonshot.cn/v1/chat/completions': `moonshot_ai ${chat}`,
  'https://openrouter.ai/api/v1/chat/completions': `openrouter ${chat}`,
  'https://openrouter.ai/api/v1/responses': `openrouter ${responses}`,
  'https://api.together.xyz/v1/completions': `together ${text}`,
  'https://api.fireworks.ai/inference/v1/chat/completions': `fireworks ${chat}`,
  'https://api.cerebras.ai/v1/chat/completions': `cerebras ${chat}`,
  'https://api.deepinfra.com/v1/openai/chat/completions': `deepinfra ${chat}`,
  'https://ollama.com/v1/chat/completions': `ollama ${chat}`,
  'http://localhost:11434/v1/chat/completions': `ollama ${chat}`,
  'http://[::1]:11434/v1/embeddings': `ollama ${embeddings}`,
  'https://api.holysheep.ai/v1/chat/completions': `holysheep ${chat}`,
  'https://api.siliconflow.cn/v1/chat/completions': `siliconflow ${chat}`,
  'https://dashscope-intl.aliyuncs.com/compatible-mode/v1/chat/completions': `dashscope ${chat}`,
  'https://ark.cn-beijing.volces.com/api/v3/chat/completions': `volcengine ${chat}`,
  'https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/endpoints/openapi/chat/completions': `gcp.vertex_ai ${chat}`,
  'https://generativelanguage.googleapis.com/v1beta/openai/chat/completions': `gcp.gemini ${chat}`,
  'https://bedrock-mantle.eu-west-1.api.aws/v1/responses': `aws.bedrock ${responses}`,
  'https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1/chat/completions': `aws.bedrock ${chat}`,
  'https://api.anthropic.com/v1/chat/completions': `anthropic ${chat}`,
  'https://api.cohere.ai/compatibility/v1/chat/completions': `cohere ${chat}`,
  // Hosts that nobody knows.
  'http://127.0.0.1:8080/v1/chat/completions': `openai ${chat}`,
  'http://localhost:4000/chat/completions': `openai ${chat}`,
  'http://localhost:4000//chat/completions/': `openai ${chat}`,
  'http://127.0.0.1:8080/v1/responses': `openai ${responses} ?`,
  'http://127.0.0.1:8080/v1//responses': `openai ${responses} ?`,
  'http://127.0.0.1:8080/v1/completions/': `openai ${text} ?`,
  'https://gateway.example/api/v1/embeddings': `openai ${embeddings} ?`,
  'https://gateway.example/tenant/v1beta/embeddings': `openai ${embeddings} ?`,
  'https://gateway.example/openai/responses': `openai ${responses} ?`,
  'https://apim.example/openai/deployments/e/embeddings': `azure.ai.openai ${embeddings}`,
  'https://apim.example/llm/deployments/e/embeddings': `azure.ai.openai ${embeddings} ?`,
  // The body decides.
  'https://survey.example/responses': `openai ${responses} ?`,
  'https://survey.example/forms/7/responses': `openai ${responses} ?`,
  'https://survey.example/v1/forms/7/responses': `openai ${responses} ?`,
  'https://lms.example/forms/completions': `openai ${text} ?`,
  'https://lms.example/completions': `openai ${text} ?`,
  'https://lms.example/v1/courses/completions': `openai ${text} ?`,
  'https://cms.example/embeddings': `openai ${embeddings} ?`,
  'https://cms.example/v1x/embeddings': `openai ${embeddings} ?`,
  'https://cms.example/myopenai/embeddings': `openai ${embeddings} ?`,
  'https://chat.example/autochat/completions': `openai ${text} ?`,
  // Names that only look like a provider's.
  'https://evilopenai.azure.com.attacker.net/v1/chat/completions': `openai ${chat}`,
  'https://api.groq.com.attacker.net/v1/chat/completions': `openai ${chat}`,
  'https://notapi.x.ai/v1/chat/completions': `openai ${chat}`,
  'https://attacker.net/api.x.ai/v1/chat/completions': `openai ${chat}`,
  'https://api.x.ai@attacker.net/v1/chat/completions': `openai ${chat}`,
  'https://bedrock-mantle.a.b.api.aws/v1/chat/completions': `openai ${chat}`,
};

const otherTraffic = [
  'https://api.openai.com/v1/models',
  'https://api.openai.com/v1/files',
  'https://api.openai.com/v1/batches',
  'https://api.openai.com/v1/realtime',
  'https://api.openai.com/v1/realtime/client_secrets',
  'https://api.openai.com/v1/chat/completions/chatcmpl-1',
  'https://api.openai.com/v1/chat/completions/chatcmpl-1/messages',
  'https://api.openai.com/v1/responses/resp_1/cancel',
  'https://api.openai.com/v1/responses/input_tokens',
  'https://api.openai.com/v1/conversations',
  'https://r.openai.azure.com/v1/chat/completions',
  'https://r.cognitiveservices.azure.com/survey/v1/responses',
  'https://aiplatform.googleapis.com/v1/embeddings',
  'https://api.anthropic.com/v1/messages/count_tokens',
  'https://bedrock-runtime.us-east-1.amazonaws.com/model/m/count-tokens',
  'https://chat.example/v1/unresponses',
  'https://chat.example/?next=/v1/chat/completions',
  'https://chat.example/#/v1/chat/completions',
  'https://chat.example/',
];

describe('recognise', () => {
  for (const [url, expected] of Object.entries(inference)) {
    it(`sees ${expected} at ${url}`, () => {
      assert.equal(seen(url), expected);
    });
  }

  for (const url of otherTraffic) {
    it(`leaves ${url} alone`, () => {
      assert.equal(seen(url), undefined);
    });
  }

  it('leaves forms alone, unless the host is known', () => {
    const form = { get: () => 'Multipart/form-data; boundary=x' };
    const at = (url: string) => recognise(new URL(url), form)?.provider;
    assert.equal(at('https://survey.example/api/v1/responses'), undefined);
    assert.equal(at('https://chat.example/chat/completions'), undefined);
    assert.equal(at('https://api.openai.com/v1/responses'), 'openai');
  });

  it('does without a content type', () => {
    const url = new URL('http://localhost:8000/v1/completions');
    assert.equal(recognise(url, noHeader)?.provider, 'openai');
  });
});

describe('recognise with hosts of the user', () => {
  const custom = compileProviders([
    { name: 'acme', hosts: ['llm.acme.example', '*.llm.acme.example'] },
    { name: 'litellm', hosts: ['localhost:4000'] },
    { name: 'mine', hosts: ['api.openai.com'] },
    { name: 'chatty', hosts: ['chat.example'], dialect: 'openai-chat' },
    {
      name: 'odd',
      hosts: ['odd-*.example:8443'],
      routes: [
        {
          path: '/produce',
          under: '/ai/',
          dialect: 'openai-responses',
          operation: 'generate_content',
        },
      ],
    },
  ]);
  const expected: Record<string, string | undefined> = {
    'https://llm.acme.example/responses': `acme ${responses}`,
    'https://a.b.llm.acme.example/embeddings': `acme ${embeddings}`,
    'https://llm.acme.example/survey': undefined,
    'https://notllm.acme.example/responses': `openai ${responses} ?`,
    'http://localhost:4000/completions': `litellm ${text}`,
    'http://localhost:4001/v1/completions': `openai ${text} ?`,
    'https://api.openai.com/v1/chat/completions': `mine ${chat}`,
    'https://chat.example/chat/completions': `chatty ${chat}`,
    'https://chat.example/v1/responses': undefined,
    'https://odd-1.example:8443/ai/v7/produce':
      'odd openai-responses generate_content',
    'https://odd-1.example:8443/v7/produce': undefined,
    'https://odd-1.example:8443/ai/v1/responses': undefined,
    'https://odd-1.example/v1/responses': `openai ${responses} ?`,
    'https://odd-.example:8443/ai/produce': undefined,
    'https://api.groq.com/openai/v1/chat/completions': `groq ${chat}`,
  };
  for (const [url, found] of Object.entries(expected)) {
    it(`sees ${found ?? 'nothing'} at ${url}`, () => {
      assert.equal(seen(url, custom), found);
    });
  }

  it('wants the paths of the user', () => {
    const target = 'https://odd-1.example:8443/ai/produce?x=1';
    assert.equal(mayBeInference('POST', target), false);
    assert.equal(mayBeInference('POST', target, custom), true);
  });
});

describe('mayBeInference', () => {
  it('wants all that is recognised, as URL and as path', () => {
    const missed = Object.keys(inference).filter(url => {
      const { pathname, search } = new URL(url);
      return !(
        mayBeInference('POST', url) &&
        mayBeInference('POST', pathname) &&
        mayBeInference('POST', `${pathname}${search}`)
      );
    });
    assert.deepEqual(missed, []);
  });

  it('wants only POST', () => {
    const path = '/v1/chat/completions';
    const wanted = ['POST', 'post', 'GET', 'PUT', 'HEAD', ''].filter(method =>
      mayBeInference(method, path)
    );
    assert.deepEqual(wanted, ['POST', 'post']);
  });

  it('looks at nothing behind the path', () => {
    const targets = [
      '/v1/files?then=/v1/embeddings',
      '/v1/files#/v1/embeddings',
      '/v1/files#a?/v1/embeddings',
      '/v1/responses/resp_1',
      '/',
      '',
    ];
    assert.deepEqual(
      targets.filter(target => mayBeInference('POST', target)),
      []
    );
    assert.equal(mayBeInference('POST', '/v1/embeddings?q=#a?b'), true);
    assert.equal(mayBeInference('POST', '/v1/embeddings#a?b'), true);
  });
});

describe('looksLikeInference', () => {
  it('asks for the name of a model', () => {
    const bodies = [{ model: 'm' }, { model: '' }, { model: 3 }, {}];
    const found = bodies.map(body => looksLikeInference(body));
    assert.deepEqual(found, [true, false, false, false]);
  });
});
