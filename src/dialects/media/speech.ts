// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { mediaDialect } from './media.ts';
import { mediaContent } from './media-content.ts';

/** Speech made from text; only its events report tokens: https://platform.openai.com/docs/api-reference/audio/createSpeech */
export const openaiSpeech = mediaDialect({
  name: 'openai-speech',
  outputType: 'speech',
  content: mediaContent,
  lastEvents: ['speech.audio.done'],
});
