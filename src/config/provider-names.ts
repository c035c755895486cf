// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { nearest } from '../errors.ts';
import { providers } from '../recognise/providers.ts';
import type { Objectives } from '../slo/objectives/objective.ts';

const OWN = 'OTEL_INSTRUMENTATION_GENAI_PROVIDERS';
const KNOWN: readonly string[] = [
  ...new Set(providers.map(({ name }) => name)),
];

type Environment = Readonly<Record<string, string | undefined>>;

/** Warns of objectives about providers that are neither in the table of providers nor named in the environment. */
export function objectiveWarnings(
  { objectives }: Pick<Objectives, 'objectives'>,
  environment: Environment
): string[] {
  const own = environment[OWN]?.trim() ?? '';
  return objectives.flatMap(({ name, match }) =>
    (match.provider ?? []).flatMap(provider => {
      // A pattern may be meant for names that only the application knows.
      if (provider.includes('*') || KNOWN.includes(provider)) return [];
      const near = nearest(provider, KNOWN);
      const mayBeOwn = own.includes(provider) || (own !== '' && !near);
      return mayBeOwn ? [] : [`${name}: ${warningOf(provider, near)}`];
    })
  );
}

/** Warns of names in the variable of providers that are nearly one of the table. */
export function variableWarnings(environment: Environment): string[] {
  const entries = (environment[OWN] ?? '').split(',');
  return entries.flatMap(entry => {
    const [, provider = ''] = entry.split('=').map(part => part.trim());
    const near = KNOWN.includes(provider)
      ? undefined
      : nearest(provider, KNOWN);
    return near === undefined ? [] : [`${OWN}: ${warningOf(provider, near)}`];
  });
}

function warningOf(provider: string, near: string | undefined): string {
  const help =
    near === undefined
      ? `name its hosts in ${OWN} if it is your own`
      : `did you mean "${near}"?`;
  return `provider ${provider} is in no table; ${help}`;
}
