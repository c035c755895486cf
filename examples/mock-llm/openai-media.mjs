// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { randomId } from './random.mjs';
import { answerTokens, countTokens } from './text.mjs';
import { sse } from './sse.mjs';

/** A PNG of one pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const IMAGE_TOKENS = 272;

/** @see https://platform.openai.com/docs/api-reference/images */
export function images({ path, body }) {
  const count = Number(body.n ?? 1);
  const input = countTokens(body.prompt ?? '');
  const output = count * IMAGE_TOKENS;
  const usage = {
    input_tokens: input,
    input_tokens_details: { text_tokens: input, image_tokens: 0 },
    output_tokens: output,
    total_tokens: input + output,
  };
  const reported = { input, output };
  if (body.stream === true || body.stream === 'true') {
    const prefix = path.endsWith('/edits') ? 'image_edit' : 'image_generation';
    const created_at = Math.floor(Date.now() / 1000);
    const event = (name, more) => {
      const type = `${prefix}.${name}`;
      return sse({ type, b64_json: PIXEL, created_at, ...more }, type);
    };
    const stream = [
      event('partial_image', { partial_image_index: 0 }),
      event('completed', { usage }),
    ];
    return { stream, usage: reported };
  }
  const data = Array.from({ length: count }, () => ({ b64_json: PIXEL }));
  const json = { created: Math.floor(Date.now() / 1000), data, usage };
  return { json, usage: reported };
}

/** @see https://platform.openai.com/docs/api-reference/audio/createSpeech */
export function speech({ body, random }) {
  const { tokens } = answerTokens(random, 8);
  const sound = tokens.map(token => Buffer.from(token));
  if (body.stream_format !== 'sse') {
    return { bytes: Buffer.concat(sound), contentType: 'audio/mpeg' };
  }
  const input = countTokens(body.input);
  const output = sound.length;
  const usage = {
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
  };
  const stream = [
    ...sound.map(bytes =>
      sse({ type: 'speech.audio.delta', audio: bytes.toString('base64') })
    ),
    sse({ type: 'speech.audio.done', usage }),
  ];
  return { stream, usage: { input, output } };
}

/** @see https://platform.openai.com/docs/api-reference/audio/createTranscription */
export function transcriptions({ body, random }) {
  const { tokens } = answerTokens(random, 8);
  const text = tokens.join('');
  const input = 14;
  const output = tokens.length;
  const usage = {
    type: 'tokens',
    input_tokens: input,
    input_token_details: { text_tokens: 0, audio_tokens: input },
    output_tokens: output,
    total_tokens: input + output,
  };
  const reported = { input, output };
  if (body.stream !== 'true') return { json: { text, usage }, usage: reported };
  const stream = [
    ...tokens.map(delta => sse({ type: 'transcript.text.delta', delta })),
    sse({ type: 'transcript.text.done', text, usage }),
  ];
  return { stream, usage: reported };
}

/** @see https://platform.openai.com/docs/api-reference/moderations */
export function moderations({ model, random }) {
  const result = {
    flagged: false,
    categories: { violence: false },
    category_scores: { violence: 0.01 },
  };
  return {
    json: { id: randomId(random, 'modr-', 24), model, results: [result] },
  };
}
