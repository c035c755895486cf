// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Dialect } from '../dialect.ts';
import { openaiChatContent } from './content/chat-content.ts';
import { hasSeveralChoices, readChunk, readCompletion } from './choices.ts';
import { parameterMembers, readChatParameters } from './parameters.ts';

/** Chat completions of OpenAI and of compatible APIs: https://platform.openai.com/docs/api-reference/chat */
export const openaiChat: Dialect = {
  name: 'openai-chat',
  requestMembers: new Set([
    ...parameterMembers,
    'response_format',
    'modalities',
    'reasoning_effort',
    'reasoning',
  ]),
  readRequest: readChatParameters,
  readResponse(json, _header, facts, route) {
    readCompletion(json, facts, route);
  },
  readEvent: readChunk,
  needsEveryEvent: hasSeveralChoices,
  content: openaiChatContent,
};
