// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ConfigurationError } from '../errors.ts';

/** Where prompts and answers are recorded. */
export type CaptureContent = 'none' | 'span' | 'event' | 'both';

/** The words for `captureContent`: ours, and those of other GenAI instrumentations, in any letter case. */
const WORDS: Readonly<Record<string, CaptureContent>> = {
  none: 'none',
  span: 'span',
  event: 'event',
  both: 'both',
  NO_CONTENT: 'none',
  SPAN_ONLY: 'span',
  EVENT_ONLY: 'event',
  SPAN_AND_EVENT: 'both',
  true: 'span',
  false: 'none',
};

/** Reads the option; an unknown word is refused, never taken as permission to record. */
export function captureContentOf(given: unknown, name: string): CaptureContent {
  const word =
    typeof given === 'string' || typeof given === 'boolean'
      ? String(given).trim().toLowerCase()
      : undefined;
  const known = Object.keys(WORDS).find(key => key.toLowerCase() === word);
  if (known !== undefined) return WORDS[known]!;
  throw new ConfigurationError(name, given, Object.keys(WORDS).join(', '));
}
