// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Dialect } from './dialect.ts';
import { openaiEmbeddings } from './embeddings.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiCompletions } from './openai-completions.ts';
import { openaiResponses } from './openai-responses.ts';

/** Every wire format that we read, by the name that routes and options use. */
export const dialectsByName = {
  'openai-chat': openaiChat,
  'openai-completions': openaiCompletions,
  'openai-responses': openaiResponses,
  'openai-embeddings': openaiEmbeddings,
} as const satisfies Record<string, Dialect>;

/** The name of a wire format. */
export type DialectName = keyof typeof dialectsByName;
