// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Dialect } from '../dialect.ts';
import { readAnswer, readLine } from './answer.ts';
import { ollamaChatContent } from './content.ts';
import { generationMembers, readGeneration } from './options.ts';

/** Chat of Ollama, in its own format: https://docs.ollama.com/api/chat */
export const ollamaChat: Dialect = {
  name: 'ollama-chat',
  content: ollamaChatContent,
  requestMembers: new Set(generationMembers),
  readRequest: readGeneration,
  readResponse(json, _header, facts) {
    readAnswer(json, facts);
  },
  readEvent: readLine,
};
