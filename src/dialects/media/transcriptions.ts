// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { mediaDialect } from './media.ts';
import { mediaContent } from './media-content.ts';

/** Speech that is written down or translated: https://platform.openai.com/docs/api-reference/audio/createTranscription */
export const openaiTranscriptions = mediaDialect({
  name: 'openai-transcriptions',
  outputType: 'text',
  content: mediaContent,
  lastEvents: ['transcript.text.done'],
});
