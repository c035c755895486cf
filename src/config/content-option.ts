// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ConfigurationError } from '../errors.ts';

/** Where prompts and answers are recorded. */
export type CaptureContent = 'none' | 'span' | 'event' | 'both';

const VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT';

/** The words of other GenAI instrumentations, in any case, for `captureContent`. */
const WORDS: Readonly<Record<string, CaptureContent>> = {
  NO_CONTENT: 'none',
  SPAN_ONLY: 'span',
  EVENT_ONLY: 'event',
  SPAN_AND_EVENT: 'both',
  true: 'span',
  false: 'none',
};

/** Reads {@link VARIABLE}; a word that nobody knows is refused, and never taken for leave to record. */
export function captureContentOf(
  text: string | undefined
): CaptureContent | undefined {
  const given = text?.trim().toLowerCase() ?? '';
  if (given === '') return undefined;
  for (const word in WORDS) {
    if (word.toLowerCase() === given) return WORDS[word];
  }
  throw new ConfigurationError(VARIABLE, text, Object.keys(WORDS).join(', '));
}
