// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Issue, Path } from './slo/objectives/check.ts';

/** The mistakes that a user of this package can make, by code. */
const MESSAGES = {
  OPTION: (name: string, given: string, allowed: string) =>
    `${name}: ${given} was given; allowed: ${allowed}`,
} as const;

/** An option that does not fit: names the option, what was given, and what is allowed. */
export class ConfigurationError extends Error {
  readonly code = 'GENAI_OPTION';
  readonly option: string;

  constructor(option: string, given: unknown, allowed: string) {
    super(MESSAGES.OPTION(option, shown(given), allowed));
    this.name = 'ConfigurationError';
    this.option = option;
  }
}

/** Objectives that do not fit: every mistake with the place of it, what was given, and what is allowed. */
export class ObjectivesError extends Error {
  readonly code = 'GENAI_OBJECTIVES';
  readonly issues: readonly Issue[];

  constructor(
    issues: readonly Issue[],
    /** Where something stands; else only its path is said. */
    place: (issue: Issue) => string | undefined = () => undefined
  ) {
    const lines = issues.map(issue => {
      const { path, given, allowed } = issue;
      const member = MESSAGES.OPTION(
        memberName(path),
        given === undefined ? 'nothing' : shown(given),
        allowed
      );
      const where = place(issue);
      return where === undefined ? member : `${where} ${member}`;
    });
    super(lines.join('\n'));
    this.name = 'ObjectivesError';
    this.issues = issues;
  }
}

/** `objectives[0].target` */
function memberName(path: Path): string {
  const name = path
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
  return name === '' ? 'objectives' : name;
}

function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return value.toString();
  try {
    const text = JSON.stringify(value) ?? String(value);
    return text.length > 100 ? `${text.slice(0, 100)}…` : text;
  } catch {
    return `a value of type ${typeof value}`;
  }
}
