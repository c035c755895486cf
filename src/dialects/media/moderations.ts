// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { mediaDialect } from './media.ts';

/** Content that is classified, which is free and reports no tokens: https://platform.openai.com/docs/api-reference/moderations */
export const openaiModerations = mediaDialect({ name: 'openai-moderations' });
