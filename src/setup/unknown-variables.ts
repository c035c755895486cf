// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { read } from '../config/environment.ts';
import { OPTIONS, variableOf } from '../config/options.ts';
import { variableWarnings } from '../config/provider-names.ts';

const PREFIX = 'OTEL_INSTRUMENTATION_GENAI_';
const KNOWN: readonly string[] = OPTIONS.flatMap(
  ({ option }) => variableOf(option) ?? []
);

/**
 * Reports variables that have our prefix but are unknown, because a misspelt variable has no effect. It only reports them,
 * because instrumentations in other languages share the prefix.
 */
export function unknownVariables(
  environment: Readonly<Record<string, string | undefined>>
): string | undefined {
  const unknown = Object.keys(environment).filter(
    name => name.startsWith(PREFIX) && !KNOWN.includes(name)
  );
  return unknown.length === 0
    ? undefined
    : `${unknown.join(', ')}: not known here; known: ${KNOWN.join(', ')}`;
}

/** Reports names of providers that are nearly one of the table. Reading the table takes time, so only if there are names. */
export function misspeltProviders(
  environment: Readonly<Record<string, string | undefined>>
): string[] {
  const isGiven = read(environment, `${PREFIX}PROVIDERS`) !== undefined;
  return isGiven ? variableWarnings(environment) : [];
}
