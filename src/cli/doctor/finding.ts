// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** What was found of one thing: in order, wrong, or only to be known. */
export interface Finding {
  readonly kind: 'ok' | 'wrong' | 'note';
  readonly text: string;
}

export const ok = (text: string): Finding => ({ kind: 'ok', text });
export const wrong = (text: string): Finding => ({ kind: 'wrong', text });
export const note = (text: string): Finding => ({ kind: 'note', text });

export type Environment = Readonly<Record<string, string | undefined>>;
