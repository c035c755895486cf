// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { mediaDialect } from './media.ts';
import { mediaContent } from './media-content.ts';

/** Images that are generated, edited or varied: https://platform.openai.com/docs/api-reference/images */
export const openaiImages = mediaDialect({
  name: 'openai-images',
  outputType: 'image',
  content: mediaContent,
  lastEvents: ['image_generation.completed', 'image_edit.completed'],
});
