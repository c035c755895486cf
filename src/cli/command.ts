// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** One command: its words, its options, and what it does. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** @returns the exit code. */
  run(values: Values, io: Io): number | Promise<number>;
}

export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly default?: string;
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly help: string;
  /** The only values there are. */
  readonly allowed?: readonly string[];
}

export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** Where a command reads and writes, so that tests can be there, too. */
export interface Io {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Says what is being done, in place of what was said before; only where somebody watches. */
  readonly progress?: ((text: string) => void) | undefined;
  /** Columns of the terminal; `undefined` where it is none. */
  readonly columns: number | undefined;
}

/** Everything went well; something was wrong; nothing was wrong but the objectives are missed. */
export const EXIT = { ok: 0, wrong: 1, missed: 2 } as const;

/** A mistake of the one who typed the command: said without a stack. */
export class UsageError extends Error {}

/** Options that most commands have. */
export const FILE: CommandOption = {
  type: 'string',
  default: 'slo.yaml',
  value: 'FILE',
  help: 'the objectives',
};

export const OUT: CommandOption = {
  type: 'string',
  default: 'slo',
  value: 'FOLDER',
  help: 'where the files are that are made of them',
};

/** A text option; it is there, by itself or by default. */
export function text(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}
