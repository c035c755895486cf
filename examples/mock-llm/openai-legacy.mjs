// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { servedModel, tokensOf } from './openai-chat.mjs';
import { randomId } from './random.mjs';
import { sse } from './sse.mjs';
import { answerTokens, countTokens } from './text.mjs';

/**
 * `POST /completions`: the older text API, JSON or stream.
 *
 * @see https://platform.openai.com/docs/api-reference/completions
 */
export function completions({ body, model, random }) {
  const { tokens, cutOff } = answerTokens(random, body.max_tokens ?? 16);
  const finish = cutOff ? 'length' : 'stop';
  const prompt = countTokens(body.prompt);
  const usage = {
    prompt_tokens: prompt,
    completion_tokens: tokens.length,
    total_tokens: prompt + tokens.length,
  };
  const head = {
    id: randomId(random, 'cmpl-', 29),
    object: 'text_completion',
    created: Math.floor(Date.now() / 1000),
    model: servedModel(model),
  };
  const choice = (text, finishReason) => [
    { text, index: 0, logprobs: null, finish_reason: finishReason },
  ];
  if (body.stream !== true) {
    const json = { ...head, choices: choice(tokens.join(''), finish), usage };
    return { json, usage: tokensOf(usage), outputTokens: tokens.length };
  }

  const wantsUsage = body.stream_options?.include_usage === true;
  const none = wantsUsage ? { usage: null } : {};
  const pieces = tokens.map(token =>
    sse({ ...head, choices: choice(token, null), ...none })
  );
  pieces.push(sse({ ...head, choices: choice('', finish), ...none }));
  if (wantsUsage) pieces.push(sse({ ...head, choices: [], usage }));
  pieces.push('data: [DONE]\n\n');
  return { stream: pieces, usage: wantsUsage ? tokensOf(usage) : undefined };
}

/**
 * `POST /embeddings`: floats, or their bytes in base64, which is what the newer clients ask for.
 *
 * @see https://platform.openai.com/docs/api-reference/embeddings
 */
export function embeddings({ body, model, random }) {
  const inputs = Array.isArray(body.input) ? body.input : [body.input];
  const data = inputs.map((_, index) => {
    const vector = Float32Array.from(
      { length: body.dimensions ?? 1536 },
      () => (random() - 0.5) / 20
    );
    const embedding =
      body.encoding_format === 'base64'
        ? Buffer.from(vector.buffer).toString('base64')
        : Array.from(vector);
    return { object: 'embedding', index, embedding };
  });
  const tokens = countTokens(inputs);
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  const json = { object: 'list', data, model, usage };
  return { json, usage: tokensOf(usage), outputTokens: 0 };
}
