// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { openaiClient as client } from './openai-client.mjs';

const stream = true;
const generates = 'generate_content';
const image = { model: 'gpt-image-1', prompt: 'a sunny day' };
const spoken = { model: 'gpt-4o-mini-tts', voice: 'alloy', input: 'A word.' };

const file = (name, type) =>
  new globalThis.File([Buffer.alloc(3000, 7)], name, { type });
const sound = () => ({
  model: 'gpt-4o-transcribe',
  file: file('word.mp3', 'audio/mpeg'),
});

/** Named as a provider, as api.openai.com is: the path decides, and no form has to be waited for. */
export const named = true;
export const provider = 'openai';
export const packages = ['openai'];

/** Images, sound and moderations, as OpenAI's client asks for them: as JSON and as forms. */
export const scenarios = [
  {
    name: 'image',
    operation: generates,
    run: async c => (await client(c)).images.generate({ ...image, n: 2 }),
  },
  {
    name: 'image-edit',
    operation: generates,
    run: async c =>
      (await client(c)).images.edit({
        ...image,
        image: file('day.png', 'image/png'),
      }),
  },
  {
    name: 'image-stream',
    operation: generates,
    stream,
    clients: /^openai [67]/,
    run: async c =>
      c.read(
        await (
          await client(c)
        ).images.generate({
          ...image,
          stream,
          partial_images: 1,
        })
      ),
  },
  {
    name: 'image-refused-429',
    operation: generates,
    errors: ['rate_limit_exceeded'],
    run: async c =>
      (await client(c)).images.generate({ ...image, model: 'mock-429' }),
  },
  {
    name: 'speech',
    operation: generates,
    async run(c) {
      const response = await (await client(c)).audio.speech.create(spoken);
      c.see(response);
      return response.arrayBuffer();
    },
  },
  {
    name: 'speech-events',
    operation: generates,
    stream,
    async run(c) {
      const response = await (
        await client(c)
      ).audio.speech.create({
        ...spoken,
        stream_format: 'sse',
      });
      // How the bytes are cut is chance.
      let size = 0;
      for await (const bytes of response.body) {
        c.first();
        size += bytes.length;
      }
      return size;
    },
  },
  {
    name: 'speech-wrong-key',
    operation: generates,
    errors: ['invalid_api_key'],
    run: async c =>
      (await client(c, { apiKey: 'wrong' })).audio.speech.create(spoken),
  },
  {
    name: 'transcription',
    operation: generates,
    run: async c => (await client(c)).audio.transcriptions.create(sound()),
  },
  {
    name: 'transcription-stream',
    operation: generates,
    stream,
    clients: /^openai [567]/,
    run: async c =>
      c.read(
        await (
          await client(c)
        ).audio.transcriptions.create({
          ...sound(),
          stream,
        })
      ),
  },
  {
    name: 'translation',
    operation: generates,
    run: async c => (await client(c)).audio.translations.create(sound()),
  },
  {
    name: 'transcription-refused-500',
    operation: generates,
    errors: ['server_error'],
    run: async c =>
      (await client(c)).audio.transcriptions.create({
        ...sound(),
        model: 'mock-500',
      }),
  },
  {
    name: 'moderation',
    operation: 'moderation',
    run: async c =>
      (await client(c)).moderations.create({
        model: 'omni-moderation-latest',
        input: 'a word',
      }),
  },
];
