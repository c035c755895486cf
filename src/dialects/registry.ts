// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { anthropicMessages } from './anthropic/messages.ts';
import { bedrockConverse } from './bedrock/converse.ts';
import { bedrockInvoke } from './bedrock/invoke.ts';
import { cohereChat } from './cohere/chat.ts';
import { cohereEmbeddings } from './cohere/embeddings.ts';
import type { Dialect } from './dialect.ts';
import { openaiEmbeddings } from './embeddings.ts';
import { googleEmbeddings } from './google/embeddings.ts';
import { googleGenerate } from './google/generate.ts';
import { googleInteractions } from './google/interactions.ts';
import { ollamaChat } from './ollama/chat.ts';
import { ollamaEmbeddings } from './ollama/embeddings.ts';
import { ollamaGenerate } from './ollama/generate.ts';
import { openaiChat } from './openai/chat.ts';
import { openaiCompletions } from './openai/completions.ts';
import { openaiResponses } from './openai/responses.ts';
import { watsonxChat } from './watsonx/chat.ts';
import { watsonxEmbeddings } from './watsonx/embeddings.ts';
import { watsonxGeneration } from './watsonx/generation.ts';

/** Every wire format that we read, by the name that routes and options use. */
export const dialectsByName = {
  'openai-chat': openaiChat,
  'openai-completions': openaiCompletions,
  'openai-responses': openaiResponses,
  'openai-embeddings': openaiEmbeddings,
  'anthropic-messages': anthropicMessages,
  'google-generate': googleGenerate,
  'google-embeddings': googleEmbeddings,
  'google-interactions': googleInteractions,
  'bedrock-converse': bedrockConverse,
  'bedrock-invoke': bedrockInvoke,
  'cohere-chat': cohereChat,
  'cohere-embeddings': cohereEmbeddings,
  'ollama-chat': ollamaChat,
  'ollama-generate': ollamaGenerate,
  'ollama-embeddings': ollamaEmbeddings,
  'watsonx-chat': watsonxChat,
  'watsonx-generation': watsonxGeneration,
  'watsonx-embeddings': watsonxEmbeddings,
} as const satisfies Record<string, Dialect>;

/** The name of a wire format. */
export type DialectName = keyof typeof dialectsByName;
