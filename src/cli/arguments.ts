// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { parseArgs } from 'node:util';
import { unknownName } from '../errors.ts';
import { UsageError, type Command, type Values } from './command.ts';

/**
 * Options of a command out of what was typed.
 *
 * @throws UsageError that names what does not fit, and what is allowed.
 */
export function parseOptions(
  { name, options }: Command,
  typed: readonly string[]
): Values {
  const known = Object.keys(options);
  const { tokens } = parseArgs({
    args: [...typed],
    options: Object.fromEntries(
      Object.entries(options).map(([option, { type }]) => [option, { type }])
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string | boolean> = {};
  for (const [option, { default: value }] of Object.entries(options)) {
    if (value !== undefined) values[option] = value;
  }
  for (const token of tokens) {
    if (token.kind === 'positional') {
      throw new UsageError(
        `${token.value}: ${name} takes options only; allowed: ${shown(known)}`
      );
    }
    if (token.kind !== 'option') continue;
    const option = options[token.name];
    if (option === undefined || !Object.hasOwn(options, token.name)) {
      const flags = known.map(known => `--${known}`);
      throw new UsageError(
        `${name}: ${unknownName('option', token.rawName, flags)}`
      );
    }
    if (option.type === 'boolean') {
      if (token.value !== undefined) {
        throw new UsageError(`--${token.name}: takes no value`);
      }
      values[token.name] = true;
      continue;
    }
    const { value } = token;
    if (
      value === undefined ||
      value === '' ||
      (!token.inlineValue && value.startsWith('--'))
    ) {
      throw new UsageError(
        `--${token.name}: nothing was given; allowed: ${option.allowed?.join(', ') ?? option.value ?? 'a text'}`
      );
    }
    if (option.allowed !== undefined && !option.allowed.includes(value)) {
      throw new UsageError(
        `--${token.name}: ${JSON.stringify(value)} was given; allowed: ${option.allowed.join(', ')}`
      );
    }
    values[token.name] = value;
  }
  return values;
}

function shown(options: readonly string[]): string {
  return options.map(option => `--${option}`).join(', ');
}
