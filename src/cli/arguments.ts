// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { parseArgs } from 'node:util';
import { shown, unknownName } from '../errors.ts';
import {
  UsageError,
  type Command,
  type CommandOption,
  type Values,
} from './command.ts';

/** A command line, read. */
export interface Arguments {
  readonly values: Values;
  /** The words after `--`. */
  readonly rest: readonly string[];
}

/**
 * Reads the options of a command.
 *
 * @throws UsageError that names the mistake and what is allowed.
 */
export function parseArguments(
  { name, options, rest: takesRest }: Command,
  typed: readonly string[]
): Arguments {
  const end = typed.indexOf('--');
  const rest = end === -1 ? [] : typed.slice(end + 1);
  if (rest.length > 0 && takesRest === undefined) {
    throw new UsageError(`${name} takes no command after --`);
  }
  const flags = Object.keys(options).map(option => `--${option}`);
  const { tokens } = parseArgs({
    args: end === -1 ? [...typed] : typed.slice(0, end),
    options: Object.fromEntries(
      Object.entries(options).map(([option, { type }]) => [option, { type }])
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string | boolean | readonly string[]> = {};
  for (const [option, { default: value }] of Object.entries(options)) {
    if (value !== undefined) values[option] = value;
  }
  for (const token of tokens) {
    if (token.kind === 'positional') {
      const help = takesRest === undefined ? '' : `, ${takesRest.value}`;
      throw new UsageError(
        `${name} takes only options, but was given ${shown(token.value)}; known: ${flags.join(', ')}${help}`
      );
    }
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name)
      ? options[token.name]
      : undefined;
    if (option === undefined) {
      throw new UsageError(
        `${name}: ${unknownName('option', token.rawName, flags)}`
      );
    }
    const value = valueOf(token, option);
    const before = values[token.name];
    values[token.name] =
      option.multiple === true
        ? [
            ...(Array.isArray(before) ? (before as string[]) : []),
            String(value),
          ]
        : value;
  }
  return { values, rest };
}

function valueOf(
  token: {
    readonly name: string;
    readonly value: string | undefined;
    readonly inlineValue: boolean | undefined;
  },
  { type, allowed, value: placeholder = 'a string' }: CommandOption
): string | true {
  const { name, value, inlineValue } = token;
  if (type === 'boolean') {
    if (value === undefined) return true;
    throw new UsageError(`--${name}: takes no value`);
  }
  const isFlag = inlineValue !== true && value?.startsWith('--') === true;
  if (value === undefined || value === '' || isFlag) {
    throw new UsageError(
      `--${name}: nothing was given; allowed: ${allowed?.join(', ') ?? placeholder}`
    );
  }
  if (allowed !== undefined && !allowed.includes(value)) {
    throw new UsageError(
      `--${name}: ${shown(value)} was given; allowed: ${allowed.join(', ')}`
    );
  }
  return value;
}
