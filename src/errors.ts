// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

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
