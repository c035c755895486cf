// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { mediaDialect } from './media.ts';

/** Moderations, which are free and report no tokens: https://platform.openai.com/docs/api-reference/moderations */
export const openaiModerations = mediaDialect({ name: 'openai-moderations' });
