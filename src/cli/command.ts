// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** One command of the program. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Words after `--`, for a command that takes them. */
  readonly rest?: { readonly value: string; readonly help: string };
  /** @returns the exit code. */
  run(
    values: Values,
    io: Io,
    rest?: readonly string[]
  ): number | Promise<number>;
}

export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly default?: string;
  /** May be given more than once. */
  readonly multiple?: true;
  /** Placeholder of the value in the help. */
  readonly value?: string;
  readonly help: string;
  /** The only allowed values. */
  readonly allowed?: readonly string[];
}

export type Values = Readonly<
  Record<string, string | boolean | readonly string[] | undefined>
>;

/** The input and output of a command, which tests replace. */
export interface Io {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Replaces the line that shows the progress; only on a terminal. */
  readonly progress?: ((text: string) => void) | undefined;
  /** Columns of the terminal; `undefined` without one. */
  readonly columns: number | undefined;
}

/** Exit codes: no problem; a problem; the command worked and objectives are missed. */
export const EXIT = { ok: 0, wrong: 1, missed: 2 } as const;

/** A mistake in the command line: printed without a stack. */
export class UsageError extends Error {}

export const FILE: CommandOption = {
  type: 'string',
  default: 'slo.yaml',
  value: 'FILE',
  help: 'the objective file',
};

export const OUT: CommandOption = {
  type: 'string',
  default: 'slo',
  value: 'FOLDER',
  help: 'the folder of the generated files',
};

/** The value of a text option; empty where it was not given and has no default. */
export function text(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

/** The values of an option that may be given more than once. */
export function texts(values: Values, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
