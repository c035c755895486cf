// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * One result of the doctor. A problem keeps telemetry from being seen; a warning may; a note is for information;
 * `unknown` means that the doctor cannot tell.
 */
export interface Finding {
  readonly kind: 'ok' | 'problem' | 'warning' | 'note' | 'unknown';
  readonly text: string;
}

export const ok = (text: string): Finding => ({ kind: 'ok', text });
export const problem = (text: string): Finding => ({ kind: 'problem', text });
export const warning = (text: string): Finding => ({ kind: 'warning', text });
export const note = (text: string): Finding => ({ kind: 'note', text });
export const unknown = (text: string): Finding => ({
  kind: 'unknown',
  text: `cannot tell: ${text}`,
});

export const MARKS: Readonly<Record<Finding['kind'], string>> = {
  ok: '✔',
  problem: '✖',
  warning: '!',
  note: '–',
  unknown: '?',
};

/** `2 problems, 1 warning` */
export function summaryOf(findings: readonly Finding[]): string {
  const count = (kind: Finding['kind']) => {
    const { length } = findings.filter(finding => finding.kind === kind);
    return `${length} ${kind}${length === 1 ? '' : 's'}`;
  };
  return `${count('problem')}, ${count('warning')}`;
}

export type Environment = Readonly<Record<string, string | undefined>>;
