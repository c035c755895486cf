// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Dialect } from '../dialect.ts';
import {
  hasSeveralChoices,
  parameterMembers,
  readChunk,
  readCompletion,
  readParameters,
} from './chat.ts';
import { openaiCompletionsContent } from './content/completions-content.ts';

/** Legacy completions, and fill-in-the-middle: https://platform.openai.com/docs/api-reference/completions */
export const openaiCompletions: Dialect = {
  name: 'openai-completions',
  requestMembers: new Set(parameterMembers),
  readRequest: readParameters,
  readResponse(json, _header, facts, route) {
    readCompletion(json, facts, route);
  },
  readEvent: readChunk,
  needsEveryEvent: hasSeveralChoices,
  content: openaiCompletionsContent,
};
