// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { type Route, routesAt } from '../family.ts';

/** Images, speech, transcriptions and moderations in OpenAI's format: https://platform.openai.com/docs/api-reference */
export const mediaRoutes = [
  ...routesAt<Route<'openai-images'>>(
    ['/images/generations', '/images/edits', '/images/variations'],
    { dialect: 'openai-images', operation: 'generate_content' }
  ),
  {
    path: '/audio/speech',
    dialect: 'openai-speech',
    operation: 'generate_content',
  },
  ...routesAt<Route<'openai-transcriptions'>>(
    ['/audio/transcriptions', '/audio/translations'],
    { dialect: 'openai-transcriptions', operation: 'generate_content' }
  ),
  {
    path: '/moderations',
    dialect: 'openai-moderations',
    operation: 'moderation',
  },
] as const satisfies readonly Route[];
