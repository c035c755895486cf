// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { shown } from '../../errors.ts';

export type Path = readonly (string | number)[];

/** One mistake in objectives. */
export interface Issue {
  readonly path: Path;
  /** The value at the path; `undefined` where it is missing. */
  readonly given: unknown;
  /** Allowed values, in words. */
  readonly allowed: string;
  /** The member's name is wrong rather than its value. */
  readonly name?: true;
  /** The sentence for a mistake that "X was given; allowed: Y" does not describe. */
  readonly problem?: string;
}

/** More mistakes than this are counted, not listed. */
const LISTED = 50;

/**
 * Thrown for invalid objectives. The message has one line for each mistake: its place, the given value, the allowed
 * ones.
 */
export class ObjectivesError extends Error {
  readonly code = 'GENAI_OBJECTIVES';
  readonly issues: readonly Issue[];

  constructor(
    issues: readonly Issue[],
    /** The place of a mistake in a file, as in `slo.yaml:5:7`. */
    placeOf: (issue: Issue) => string | undefined = () => undefined
  ) {
    const lines = issues.slice(0, LISTED).map(issue => {
      const place = placeOf(issue);
      const text = sentenceOf(issue);
      return place === undefined ? text : `${place} ${text}`;
    });
    const rest = issues.length - lines.length;
    if (rest > 0) lines.push(`and ${rest} more mistakes`);
    super(lines.join('\n'));
    this.name = 'ObjectivesError';
    this.issues = issues;
  }
}

function sentenceOf({ path, given, allowed, name, problem }: Issue): string {
  const member = memberName(name === true ? path.slice(0, -1) : path);
  const value = given === undefined ? 'nothing' : shown(given);
  return `${member}: ${problem ?? `${value} was given; allowed: ${allowed}`}`;
}

/** `objectives[0].target` */
function memberName(path: Path): string {
  const name = path
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
  return name === '' ? 'objectives' : name;
}
