// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { abortIn, deadlines } from './abort-in.mjs';

const stream = true;
const modelId = 'amazon.nova-lite-v1:0';
const question = {
  modelId,
  system: [{ text: 'Be brief.' }],
  messages: [{ role: 'user', content: [{ text: 'How is the weather?' }] }],
  inferenceConfig: { maxTokens: 50, temperature: 0.5 },
};
const schema = { type: 'object', properties: { city: { type: 'string' } } };
const toolConfig = {
  tools: [{ toolSpec: { name: 'get_weather', inputSchema: { json: schema } } }],
};
const claude = {
  modelId: 'anthropic.claude-3-5-haiku-20241022-v1:0',
  contentType: 'application/json',
  body: JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 50,
    messages: [{ role: 'user', content: 'How is the weather?' }],
  }),
};

const refusals = {
  'wrong-key': [modelId, 'UnrecognizedClientException', 'wrong'],
  'not-found': ['mock-404', 'ResourceNotFoundException'],
  'rate-limit': ['mock-429', 'ThrottlingException'],
  'server-error': ['mock-500', 'InternalServerException'],
  'bad-gateway': ['mock-502', '502'],
};

/** @param {(application: object) => object} handler options that choose how the client speaks */
export function bedrockScenarios(handler) {
  async function send(
    c,
    command,
    input,
    { key = c.key, options, request } = {}
  ) {
    const module = await c.load('@aws-sdk/client-bedrock-runtime');
    const client = new module.BedrockRuntimeClient({
      region: 'eu-central-1',
      endpoint: c.url,
      credentials: { accessKeyId: key, secretAccessKey: 'secret' },
      maxAttempts: 1,
      ...(await handler(c)),
      ...options,
    });
    if (input.modelId === 'mock-slow-stream') {
      client.middlewareStack.add(
        next => args => {
          args.request.headers['x-mock-delay-ms'] = '25';
          return next(args);
        },
        { step: 'build' }
      );
    }
    return client.send(new module[command](input), request);
  }
  const converse = (c, fields, options) =>
    send(c, 'ConverseCommand', { ...question, ...fields }, options);
  const converseStream = async (c, fields, options) => {
    const answer = await send(
      c,
      'ConverseStreamCommand',
      { ...question, ...fields },
      options
    );
    c.see({ ...answer, stream: typeof answer.stream });
    return answer.stream;
  };
  return [
    { name: 'converse', run: c => converse(c) },
    { name: 'converse-tools', run: c => converse(c, { toolConfig }) },
    {
      name: 'invoke',
      async run(c) {
        const answer = await send(c, 'InvokeModelCommand', claude);
        return { ...answer, body: answer.body.transformToString() };
      },
    },
    {
      name: 'embeddings',
      operation: 'embeddings',
      async run(c) {
        const answer = await send(c, 'InvokeModelCommand', {
          modelId: 'amazon.titan-embed-text-v2:0',
          body: JSON.stringify({ inputText: 'one word' }),
        });
        return answer.body.transformToString();
      },
    },
    { name: 'stream', stream, run: async c => c.read(await converseStream(c)) },
    {
      name: 'stream-tools',
      stream,
      run: async c => c.read(await converseStream(c, { toolConfig })),
    },
    {
      name: 'invoke-stream',
      stream,
      async run(c) {
        const command = 'InvokeModelWithResponseStreamCommand';
        await c.read((await send(c, command, claude)).body);
      },
    },
    {
      // It goes on receiving what nobody reads.
      name: 'stream-left',
      stream,
      run: async c =>
        c.read(
          await converseStream(c, { modelId: 'mock-slow-stream' }),
          count => count < 3
        ),
    },
    {
      name: 'stream-aborted-by-signal',
      stream,
      errors: ['aborted'],
      tokens: 'unknown',
      async run(c) {
        const leaving = new AbortController();
        const events = await converseStream(
          c,
          { modelId: 'mock-slow-stream' },
          { request: { abortSignal: leaving.signal } }
        );
        await c.read(events, count => {
          if (count < 3) return true;
          leaving.abort();
          return 'no more';
        });
      },
    },
    {
      name: 'stream-cut',
      stream,
      errors: ['connection'],
      tokens: 'unknown',
      run: async c => c.read(await converseStream(c, { modelId: 'mock-cut' })),
    },
    {
      name: 'stream-error',
      stream,
      errors: ['ModelStreamErrorException'],
      tokens: 'unknown',
      run: async c =>
        c.read(await converseStream(c, { modelId: 'mock-stream-error' })),
    },
    {
      name: 'stream-refused-429',
      errors: ['ThrottlingException'],
      run: async c => c.read(await converseStream(c, { modelId: 'mock-429' })),
    },
    ...Object.entries(refusals).map(([name, [asked, error, key]]) => ({
      name,
      errors: [error],
      run: c => converse(c, { modelId: asked }, { key }),
    })),
    {
      name: 'retry',
      errors: ['InternalServerException', undefined],
      run: c =>
        converse(
          c,
          { modelId: 'mock-server-error-once' },
          { options: { maxAttempts: 2 } }
        ),
    },
    {
      name: 'aborted',
      errors: ['aborted'],
      run: c =>
        converse(
          c,
          { modelId: 'mock-hang' },
          { request: { abortSignal: abortIn(120) } }
        ),
    },
    ...Object.entries(deadlines).map(([name, signal]) => ({
      name,
      errors: ['timeout'],
      run: c =>
        converse(
          c,
          { modelId: 'mock-hang' },
          { request: { abortSignal: signal(120) } }
        ),
    })),
    {
      name: 'refused',
      errors: ['ECONNREFUSED'],
      unsent: 1,
      run: c =>
        converse(c, {}, { options: { endpoint: 'http://127.0.0.1:65301' } }),
    },
    {
      name: 'dropped-before-head',
      errors: ['connection'],
      run: c => converse(c, { modelId: 'mock-reset' }),
    },
  ];
}
