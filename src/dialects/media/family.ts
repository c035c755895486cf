// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { defineFamily, type MustName } from '../family.ts';
import { openaiImages } from './images.ts';
import { openaiModerations } from './moderations.ts';
import { mediaRoutes } from './routes.ts';
import { openaiSpeech } from './speech.ts';
import { openaiTranscriptions } from './transcriptions.ts';

const dialects = {
  'openai-images': openaiImages,
  'openai-speech': openaiSpeech,
  'openai-transcriptions': openaiTranscriptions,
  'openai-moderations': openaiModerations,
};

/** Members that distinguish each API from other APIs at the same path. */
const asked: Readonly<Record<keyof typeof dialects, MustName>> = {
  'openai-images': ['model'],
  'openai-speech': ['model', 'input'],
  'openai-transcriptions': ['model'],
  'openai-moderations': ['model', 'input'],
};

/** Content other than text, in OpenAI's format. */
export const mediaFamily = defineFamily({
  dialects,
  unknownHosts: mediaRoutes.map(route => ({
    ...route,
    provider: 'openai',
    mustName: asked[route.dialect],
    form: true,
  })),
});
