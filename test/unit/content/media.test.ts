// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { dialectsByName } from '../../../src/dialects/registry.ts';
import { contentReader, said, text } from './reading.ts';

const picture = {
  type: 'blob',
  modality: 'image',
  mime_type: 'image/png',
  content: 'AbC+',
} as const;

describe('content of images', () => {
  const { request, response, events } = contentReader('openai-images');

  it('is the prompt, and each image', () => {
    assert.deepEqual(request({ model: 'm', prompt: 'a day', n: 2 }), {
      inputMessages: [said('user', text('a day'))],
    });
    assert.deepEqual(
      response({ data: [{ b64_json: 'AbC+' }, { url: 'https://a.test/b' }] }),
      [
        said('assistant', picture),
        said('assistant', {
          type: 'uri',
          modality: 'image',
          uri: 'https://a.test/b',
        }),
      ]
    );
  });

  it('of a stream is the last image, and no partial one', () => {
    assert.deepEqual(
      events(
        { type: 'image_generation.partial_image', b64_json: 'part' },
        { type: 'image_generation.completed', b64_json: 'AbC+' }
      ),
      [said('assistant', picture)]
    );
  });

  it('of an error is none', () => {
    assert.deepEqual(response({ error: { message: 'no' } }), []);
    assert.deepEqual(request({}), {});
  });
});

describe('content of sound', () => {
  it('is the text that is spoken, and how', () => {
    const { request } = contentReader('openai-speech');
    assert.deepEqual(request({ input: 'A word.', instructions: 'softly' }), {
      inputMessages: [said('user', text('A word.'))],
      systemInstructions: [text('softly')],
    });
  });

  it('is the text that is written down, whole or in a stream that was cut', () => {
    const { response, events } = contentReader('openai-transcriptions');
    assert.deepEqual(response({ text: 'A word.' }), [
      said('assistant', text('A word.')),
    ]);
    const deltas = ['A ', 'wo'].map(delta => ({
      type: 'transcript.text.delta',
      delta,
    }));
    assert.deepEqual(events(...deltas), [said('assistant', text('A wo'))]);
    assert.deepEqual(
      events(...deltas, { type: 'transcript.text.done', text: 'A word.' }),
      [said('assistant', text('A word.'))]
    );
  });
});

describe('content of what has no place in the conventions', () => {
  for (const name of ['openai-moderations', 'rerank', 'openai-embeddings']) {
    it(`is not read: ${name}`, () => {
      const dialect = dialectsByName[name as keyof typeof dialectsByName];
      assert.equal('content' in dialect, false);
    });
  }
});
