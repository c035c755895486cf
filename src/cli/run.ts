// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ObjectivesError } from '../slo/objectives/objectives-error.ts';
import { printable, unknownName } from '../errors.ts';
import { VERSION } from '../version.ts';
import { parseArguments } from './arguments.ts';
import { EXIT, UsageError, type Command, type Io } from './command.ts';
import { COMMANDS } from './commands.ts';

const NAME = 'otel-genai';

/** Runs a command line; never throws. @returns the exit code. */
export async function run(typed: readonly string[], io: Io): Promise<number> {
  // Errors may quote a server, a file or an option: no secret and no control character of theirs reaches the terminal.
  const safe: Io = { ...io, error: text => io.error(printable(text)) };
  try {
    return await dispatch(typed, safe);
  } catch (error) {
    safe.error(`${messageOf(error)}\n`);
    return EXIT.wrong;
  }
}

async function dispatch(typed: readonly string[], io: Io): Promise<number> {
  const [first] = typed;
  if (first === '--version' || first === '-v') {
    io.out(`${VERSION}\n`);
    return EXIT.ok;
  }
  const words = typed.findIndex(word => word.startsWith('-'));
  const spoken = (words === -1 ? typed : typed.slice(0, words)).join(' ');
  const end = typed.indexOf('--');
  const own = end === -1 ? typed : typed.slice(0, end);
  const wantsHelp = own.some(word => word === '--help' || word === '-h');
  // Further words are not part of the command's name: the command refuses them.
  const command = COMMANDS.find(({ name }) =>
    `${spoken} `.startsWith(`${name} `)
  );
  if (command !== undefined) {
    if (wantsHelp) {
      io.out(helpOf(command));
      return EXIT.ok;
    }
    const { values, rest } = parseArguments(
      command,
      typed.slice(command.name.split(' ').length)
    );
    return command.run(values, io, rest);
  }
  const near = COMMANDS.filter(({ name }) =>
    `${name} `.startsWith(`${spoken} `)
  );
  if (spoken === '' || spoken === 'help' || near.length > 0) {
    const listed = near.length > 0 ? near : COMMANDS;
    // The overview answers a question for help, and else stands for an error.
    const asked = wantsHelp || spoken === 'help';
    (asked ? io.out : io.error)(overviewOf(listed));
    return asked ? EXIT.ok : EXIT.wrong;
  }
  const names = COMMANDS.map(({ name }) => name);
  throw new UsageError(`${NAME}: ${unknownName('command', spoken, names)}`);
}

function messageOf(error: unknown): string {
  if (error instanceof ObjectivesError || error instanceof UsageError) {
    return error.message;
  }
  const { code, message, path } = error as NodeJS.ErrnoException;
  // For files that cannot be read or written, the system's code says why.
  if (typeof code === 'string' && path !== undefined) return `${path}: ${code}`;
  return `${NAME}: ${message}`;
}

function overviewOf(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const rows = commands.map(
    ({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`
  );
  return `Usage: ${NAME} COMMAND [OPTIONS]\n\n${rows.join('')}\n${NAME} COMMAND --help lists its options.\n`;
}

function helpOf({ name, summary, options, rest }: Command): string {
  const rows = Object.entries(options).map(
    ([option, { value, help, default: usual, allowed }]) => [
      `  --${option}${value === undefined ? '' : ` ${value}`}`,
      [
        help,
        ...(allowed === undefined ? [] : [`(${allowed.join(', ')})`]),
        ...(usual === undefined ? [] : [`[${usual}]`]),
      ].join(' '),
    ]
  );
  if (rest !== undefined) rows.push([`  ${rest.value}`, rest.help]);
  const width = Math.max(0, ...rows.map(([option = '']) => option.length));
  const lines = rows.map(
    ([option = '', help]) => `${option.padEnd(width)}  ${help}\n`
  );
  const words = rest === undefined ? '' : ` [${rest.value}]`;
  return `Usage: ${NAME} ${name} [OPTIONS]${words}\n\n${summary}\n\n${lines.join('')}`;
}
