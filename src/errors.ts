// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// How mistakes of users are worded. Imports nothing, so that every room may use it.

/** An option that does not fit. The message names the option, the given value, and the allowed values. */
export class ConfigurationError extends Error {
  readonly code = 'GENAI_OPTION';
  readonly option: string;

  constructor(
    option: string,
    given: unknown,
    allowed: string,
    /** The whole message, where "X was given; allowed: Y" does not describe the mistake. */
    message = `${option}: ${shown(given)} was given; allowed: ${allowed}`
  ) {
    super(message);
    this.name = 'ConfigurationError';
    this.option = option;
  }

  /** A member that `where` does not have. */
  static unknownKey(
    where: string,
    name: string,
    given: unknown,
    known: readonly string[]
  ): ConfigurationError {
    const message = `${where}: ${unknownName('key', name, known)}`;
    const option = `${where}.${name}`;
    return new ConfigurationError(option, given, known.join(', '), message);
  }
}

/**
 * The sentence for a name that does not exist: `unknown key "taget"; did you mean "target"?`, or the list of known names
 * where none is near.
 */
export function unknownName(
  kind: string,
  given: string,
  known: readonly string[]
): string {
  const near = nearest(given, known);
  const help =
    near === undefined
      ? `known: ${known.join(', ')}`
      : `did you mean "${near}"?`;
  return `unknown ${kind} ${shown(given)}; ${help}`;
}

/** Longer names than this are no slips of a name of ours. */
const LONGEST = 64;

/** The known name with the fewest slips from the given one; `undefined` when all have too many. */
export function nearest(
  given: string,
  known: readonly string[]
): string | undefined {
  if (given.length > LONGEST) return undefined;
  let best: string | undefined;
  let fewest = Infinity;
  for (const name of known) {
    const count = slips(given.toLowerCase(), name.toLowerCase());
    if (count > Math.max(1, Math.floor(name.length / 4))) continue;
    if (count < fewest) [best, fewest] = [name, count];
  }
  return best;
}

/** Letters missing, superfluous, wrong, or swapped with the next one (optimal string alignment distance). */
function slips(one: string, other: string): number {
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      const swapped =
        row > 1 &&
        one[row - 1] === other[column - 2] &&
        one[row - 2] === other[column - 1];
      current[column] = Math.min(
        at(above, column) + 1,
        at(current, column - 1) + 1,
        at(above, column - 1) + (same ? 0 : 1),
        swapped ? at(before, column - 2) + 1 : Infinity
      );
    }
    [before, above] = [above, current];
  }
  return at(above, other.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}

/** A given value as one line of at most about 100 characters, with its secrets and control characters replaced. */
export function shown(value: unknown): string {
  if (typeof value === 'function') return kindOfFunction(value);
  if (typeof value === 'symbol') return printable(value.toString());
  try {
    const text = JSON.stringify(value) ?? String(value);
    return printable(text.length > 100 ? `${text.slice(0, 100)}…` : text);
  } catch {
    return `a value of type ${typeof value}`;
  }
}

/** Control characters but tab and newline, halves of characters, and marks that reorder or hide text. */
const CONTROLS =
  /(?![\t\n])\p{Cc}|\p{Cs}|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Patterns of secrets in a text, each with the part to keep. Bounded, so that no text takes long. */
const SECRETS: readonly (readonly [pattern: RegExp, kept: string])[] = [
  // User and password before a host, after a scheme and without one. A password may hold slashes, and so be no URL.
  [/(:\/\/)[^\s"'`/@:]{0,100}:[^\s"'`]{0,300}@/g, '$1***@'],
  [/(:\/\/)[^\s"'`/@]{1,300}@/g, '$1***@'],
  [
    /(^|[\s"'`=,(<])[^\s"'`/@,:=]{1,100}:(?!\/)[^\s"'`]{0,300}@(?=[\w[.-])/g,
    '$1***@',
  ],
  // Query parameters that hold keys.
  [
    /([?&][^\s"'`=&]{0,40}(?:key|token|secret|passw|pwd|auth|credential|sig)[^\s"'`=&]{0,40}=)[^\s"'`&#]+/gi,
    '$1***',
  ],
  // Headers and variables that hold keys, by name.
  [
    /((?:authorization|(?:api|access)[-_]?key|(?:auth|access|id|refresh|session|secret)[-_]?token|x-[\w-]{0,40}(?:key|token)|password|passwd|secret)["']?\s*[:=]\s*["']?)(?:(?:Bearer|Basic)\s+)?[^\s"',;]+/gi,
    '$1***',
  ],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, '$1 ***'],
  // Keys of providers and vendors, by prefix.
  [
    /\b(sk-|gsk_|hf_|xai-|pplx-|r8_|AIza|AKIA|gh[pousr]_|glc_|glsa_|dt0c01\.)[\w.-]{8,}/g,
    '$1***',
  ],
];

/** A text for a terminal or a log: secrets become `***`, control characters `�`. Lines and tabs stay. */
export function printable(text: string): string {
  return SECRETS.reduce(
    (kept, [pattern, replacement]) => kept.replace(pattern, replacement),
    text.replace(CONTROLS, '\ufffd')
  );
}

function kindOfFunction(value: object): string {
  const tag = Object.prototype.toString.call(value);
  if (tag === '[object Function]') return 'a function';
  return tag.includes('Generator')
    ? 'a generator function'
    : 'an async function';
}
