// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Dialect } from '../dialect.ts';
import { readAnswer, readLine } from './answer.ts';
import { ollamaGenerateContent } from './content.ts';
import { generationMembers, readGeneration } from './options.ts';

/** Completion of a prompt by Ollama, in its own format: https://docs.ollama.com/api/generate */
export const ollamaGenerate: Dialect = {
  name: 'ollama-generate',
  content: ollamaGenerateContent,
  requestMembers: new Set(generationMembers),
  readRequest: readGeneration,
  readResponse(json, _header, facts) {
    readAnswer(json, facts);
  },
  readEvent: readLine,
};
