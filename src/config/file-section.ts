// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import type * as Yaml from 'yaml';
import { ownRequire } from '../own-require.ts';
import { read, type Environment } from './environment.ts';

/** Reads a YAML or JSON file of settings. */
export function readYaml(path: string): unknown {
  const { parse } = ownRequire('yaml') as typeof Yaml;
  return parse(readFileSync(path, 'utf8'), { logLevel: 'error' });
}

/**
 * The options of one instrumentation in a declarative configuration file:
 * https://opentelemetry.io/docs/languages/sdk-configuration/declarative-configuration/
 */
export function fileSection(
  path: string,
  environment: Environment,
  name: string
): Readonly<Record<string, unknown>> {
  const steps = ['instrumentation/development', 'js', name];
  const section = steps.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null
        ? (value as Record<string, unknown>)[step]
        : undefined,
    readYaml(path)
  );
  if (typeof section !== 'object' || section === null) return {};
  return substituted(section, environment) as Record<string, unknown>;
}

/** `${NAME}`, `${env:NAME}` and `${NAME:-default}` in texts, as the specification of such files has them. */
const REFERENCE = /\$\{(?:env:)?([A-Za-z_]\w*)(?::-([^}\n]*))?\}/g;

function substituted(value: unknown, environment: Environment): unknown {
  if (typeof value === 'string') {
    return value.replace(
      REFERENCE,
      (_, name: string, fallback: string | undefined) =>
        read(environment, name) ?? fallback ?? ''
    );
  }
  if (Array.isArray(value)) {
    return value.map(item => substituted(item, environment));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      substituted(item, environment),
    ])
  );
}
