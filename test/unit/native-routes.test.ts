// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mayBeInference, recognise } from '../../src/recognise/recognise.ts';

const noHeader = { get: () => undefined };

/** Provider, dialect and operation; with a `?` where the body must bear it out. */
const inference: Record<string, string> = {
  'https://api.cohere.com/v2/chat': 'cohere cohere-chat chat',
  'https://api.cohere.ai/v1/chat': 'cohere cohere-chat chat',
  'https://api.cohere.com/v2/rerank': 'cohere rerank rerank',
  'https://api.cohere.com/v2/embed': 'cohere cohere-embeddings embeddings',
  'https://api.cohere.com/v1/embed': 'cohere cohere-embeddings embeddings',
  'http://localhost:11434/api/chat': 'ollama ollama-chat chat',
  'http://10.0.0.7:11434/api/generate':
    'ollama ollama-generate text_completion',
  'https://ollama.com/api/embed': 'ollama ollama-embeddings embeddings',
  'http://localhost:11434/api/embeddings':
    'ollama ollama-embeddings embeddings',
  'https://us-south.ml.cloud.ibm.com/ml/v1/text/chat?version=1':
    'ibm.watsonx.ai watsonx-chat chat',
  'https://private.eu-de.ml.cloud.ibm.com/ml/v1/text/chat_stream?version=1':
    'ibm.watsonx.ai watsonx-chat chat',
  'https://ap-south-1.aws.wxai.ibm.com/ml/v1/text/generation?version=1':
    'ibm.watsonx.ai watsonx-generation text_completion',
  'https://eu-gb.ml.cloud.ibm.com/ml/v1/deployments/d/text/generation_stream':
    'ibm.watsonx.ai watsonx-generation text_completion',
  'https://jp-tok.ml.cloud.ibm.com/ml/v1/text/embeddings':
    'ibm.watsonx.ai watsonx-embeddings embeddings',
  'https://us-south.ml.cloud.ibm.com/ml/gateway/v1/chat/completions':
    'ibm.watsonx.ai openai-chat chat',
  'https://m-serverless.eastus2.inference.ai.azure.com/v1/chat/completions':
    'azure.ai.inference openai-chat chat',
  'https://1.ai-gateway.cloud.databricks.com/mlflow/v1/chat/completions':
    'databricks openai-chat chat',
  'https://1.2.ai-gateway.azuredatabricks.net/anthropic/v1/messages':
    'databricks anthropic-messages chat',
  'https://1.ai-gateway.gcp.databricks.com/gemini/v1beta/models/g:generateContent':
    'databricks google-generate generate_content',
  'https://dashscope.aliyuncs.com/compatible-api/v1/reranks':
    'dashscope rerank rerank',
  'https://coding.dashscope.aliyuncs.com/v1/chat/completions':
    'dashscope openai-chat chat',
  'https://api-uw.minimax.io/v1/text/chatcompletion_v2':
    'minimax openai-chat chat',
  'https://gateway.ai.cloudflare.com/v1/a/g/replicate/predictions':
    'cloudflare replicate generate_content',
  // Hosts that nobody knows.
  'https://gateway.example/v1/chat': 'writer openai-chat chat ?',
  'https://gateway.example/v2/chat': 'cohere cohere-chat chat ?',
  'https://gateway.example/cohere/v2/embed':
    'cohere cohere-embeddings embeddings ?',
  'https://gateway.example/api/chat': 'ollama ollama-chat chat ?',
  'https://gateway.example/ollama/api/generate':
    'ollama ollama-generate text_completion ?',
  'https://gateway.example/api/embed': 'ollama ollama-embeddings embeddings ?',
  'https://gateway.example/api/embeddings':
    'ollama ollama-embeddings embeddings ?',
  'https://cpd.example/ml/v1/text/chat_stream':
    'ibm.watsonx.ai watsonx-chat chat',
};

const otherTraffic = [
  'https://api.cohere.com/v1/generate',
  'https://api.cohere.com/v2/tokenize',
  'http://localhost:11434/api/tags',
  'http://localhost:11434/api/pull',
  'http://localhost:11434/api/show',
  'https://us-south.ml.cloud.ibm.com/ml/v1/text/tokenization',
  'https://us-south.ml.cloud.ibm.com/ml/v1/text/rerank',
  'https://us-south.ml.cloud.ibm.com/text/chat',
  'https://gateway.example/v1/embed',
  'https://gateway.example/text/chat',
];

describe('native routes', () => {
  for (const [url, expected] of Object.entries(inference)) {
    it(`lead to ${expected} at ${url}`, () => {
      assert.equal(mayBeInference('POST', url), true);
      const found = recognise(new URL(url), noHeader);
      assert.equal(
        found &&
          `${found.provider} ${found.dialect.name} ${found.operation}${found.ambiguous ? ' ?' : ''}`,
        expected
      );
    });
  }

  for (const url of otherTraffic) {
    it(`lead nowhere at ${url}`, () => {
      assert.equal(recognise(new URL(url), noHeader), undefined);
    });
  }
});
