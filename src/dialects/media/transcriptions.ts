// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { mediaDialect } from './media.ts';
import { mediaContent } from './media-content.ts';

/** Transcriptions and translations of speech: https://platform.openai.com/docs/api-reference/audio/createTranscription */
export const openaiTranscriptions = mediaDialect({
  name: 'openai-transcriptions',
  outputType: 'text',
  content: mediaContent,
  lastEvents: ['transcript.text.done'],
});
