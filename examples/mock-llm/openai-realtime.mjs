// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { randomId } from './random.mjs';
import { answerTokens, countTokens } from './text.mjs';

/** Sound of an answer: 20 ms of PCM at 24 kHz, for each word. */
const SOUND = Buffer.alloc(960, 7).toString('base64');

/** Zeros in base64: nobody speaks. */
const SILENCE = /^A+=*$/;

/**
 * A session of the Realtime API. The server hears when somebody begins to speak and when that ends, and answers by
 * itself; a text is answered when `response.create` asks for it.
 *
 * @see https://platform.openai.com/docs/api-reference/realtime
 */
export function realtime({ model, random }) {
  const session = {
    type: 'realtime',
    object: 'realtime.session',
    id: randomId(random, 'sess_'),
    model,
    output_modalities: ['audio'],
    tools: [],
    max_output_tokens: 'inf',
  };
  let sounds = 0;
  let words = 0;

  const heard = ({ audio }) => {
    if (!SILENCE.test(audio)) {
      sounds++;
      const started = { audio_start_ms: 0, item_id: 'item_user' };
      return sounds === 1
        ? {
            events: [{ type: 'input_audio_buffer.speech_started', ...started }],
          }
        : {};
    }
    if (sounds === 0) return {};
    const item = { item_id: 'item_user' };
    const input = sounds * 2;
    sounds = 0;
    return {
      events: [
        { type: 'input_audio_buffer.speech_stopped', ...item },
        { type: 'input_audio_buffer.committed', ...item },
      ],
      turn: answer(random, { audio: input, text: 0 }),
    };
  };

  const reactions = {
    'session.update': () => ({
      events: [{ type: 'session.updated', session }],
    }),
    'input_audio_buffer.append': heard,
    'conversation.item.create': ({ item }) => {
      words += countTokens(item);
      return { events: [{ type: 'conversation.item.added', item }] };
    },
    'response.create': () => ({
      turn: answer(random, { audio: 0, text: words }),
    }),
  };
  return {
    model,
    greeting: [{ type: 'session.created', session }],
    react: message => reactions[message.type]?.(message) ?? {},
  };
}

/** One answer that is spoken: its events, the last of which has the usage. */
function answer(random, { audio, text }) {
  const { tokens } = answerTokens(random);
  const id = randomId(random, 'resp_');
  const response = {
    object: 'realtime.response',
    id,
    status: 'in_progress',
    status_details: null,
    output: [],
    output_modalities: ['audio'],
    usage: null,
  };
  const place = { response_id: id, item_id: randomId(random, 'item_') };
  const at = { ...place, output_index: 0, content_index: 0 };
  const transcript = tokens.join('');
  const usage = { input: 7 + audio + text, output: 3 * tokens.length };
  const done = {
    ...response,
    status: 'completed',
    status_details: { type: 'completed' },
    output: [
      {
        id: place.item_id,
        object: 'realtime.item',
        type: 'message',
        status: 'completed',
        role: 'assistant',
        content: [{ type: 'output_audio', transcript }],
      },
    ],
    usage: {
      total_tokens: usage.input + usage.output,
      input_tokens: usage.input,
      output_tokens: usage.output,
      input_token_details: { text_tokens: 7 + text, audio_tokens: audio },
      output_token_details: {
        text_tokens: tokens.length,
        audio_tokens: 2 * tokens.length,
      },
    },
  };
  const events = [
    { type: 'response.created', response },
    ...tokens.flatMap(delta => [
      { type: 'response.output_audio_transcript.delta', ...at, delta },
      { type: 'response.output_audio.delta', ...at, delta: SOUND },
    ]),
    { type: 'response.output_audio.done', ...at },
    { type: 'response.done', response: done },
  ];
  return { id, usage, events };
}
