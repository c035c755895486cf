// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// How variables are read, wherever one is read.

export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable. An empty one counts as not set, by the specification of OpenTelemetry. */
export function read(
  environment: Environment,
  name: string
): string | undefined {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
}

export function isTrue(environment: Environment, name: string): boolean {
  return read(environment, name)?.toLowerCase() === 'true';
}

export function list(environment: Environment, name: string): string[] {
  return entries(read(environment, name) ?? '');
}

/** The entries of a list with commas. */
export function entries(text: string): string[] {
  return text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');
}

/** Whether the user switched an instrumentation off, by its short name in any letter case. */
export function isDisabled(environment: Environment, name: string): boolean {
  return list(environment, 'OTEL_NODE_DISABLED_INSTRUMENTATIONS').some(
    entry => entry.toLowerCase() === name
  );
}
