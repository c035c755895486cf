// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { defineFamily } from '../family.ts';
import { usualRoutes } from '../usual-routes.ts';
import { ollamaChat } from './chat.ts';
import { ollamaEmbeddings } from './embeddings.ts';
import { ollamaGenerate } from './generate.ts';

const dialects = {
  'ollama-chat': ollamaChat,
  'ollama-generate': ollamaGenerate,
  'ollama-embeddings': ollamaEmbeddings,
};

/** Each path, with the members that its body has besides the model. */
const routes = [
  {
    path: '/api/chat',
    dialect: 'ollama-chat',
    operation: 'chat',
    asked: ['messages'],
  },
  {
    path: '/api/generate',
    dialect: 'ollama-generate',
    operation: 'text_completion',
    asked: ['prompt', 'messages', 'images'],
  },
  {
    path: '/api/embed',
    dialect: 'ollama-embeddings',
    operation: 'embeddings',
    asked: ['input'],
  },
  {
    path: '/api/embeddings',
    dialect: 'ollama-embeddings',
    operation: 'embeddings',
    asked: ['prompt', 'input'],
  },
] as const;

const ollamaRoutes = routes.map(({ asked: _asked, ...route }) => route);

/** Members of the AI SDK's `useChat`, which posts messages and a model to /api/chat of the user's own application. */
const OF_USE_CHAT = ['id', 'trigger', 'messageId'];

/** Ollama: https://docs.ollama.com/api */
export const ollamaFamily = defineFamily({
  dialects,
  providers: [
    {
      name: 'ollama',
      hosts: ['ollama.com'],
      port: 11434,
      routes: [...ollamaRoutes, ...usualRoutes],
    },
  ],
  unknownHosts: routes.map(({ asked, ...route }) => ({
    ...route,
    provider: 'ollama',
    mustName: ['model', asked],
    mustNotName: OF_USE_CHAT,
    // Answers of the older embeddings contain only numbers.
    mustAnswer: route.operation !== 'embeddings',
  })),
});
