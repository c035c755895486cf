// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { parseArguments } from '../../../src/cli/arguments.ts';
import { UsageError, type Command } from '../../../src/cli/command.ts';

const command: Command = {
  name: 'slo try',
  summary: 'Tries the arguments',
  options: {
    file: {
      type: 'string',
      default: 'slo.yaml',
      value: 'FILE',
      help: 'a file',
    },
    format: { type: 'string', allowed: ['json', 'table'], help: 'a format' },
    require: { type: 'string', multiple: true, help: 'modules' },
    quiet: { type: 'boolean', help: 'says less' },
  },
  run: () => 0,
};
const withCommand: Command = {
  ...command,
  rest: { value: '-- COMMAND', help: 'what to start' },
};

describe('parseArguments', () => {
  it('fills in defaults, and collects what may be repeated', () => {
    assert.deepEqual(
      parseArguments(command, ['--require', 'a', '--require=b', '--quiet']),
      {
        values: { file: 'slo.yaml', require: ['a', 'b'], quiet: true },
        rest: [],
      }
    );
  });

  it('leaves the words behind -- to a command that takes them', () => {
    assert.deepEqual(
      parseArguments(withCommand, ['--quiet', '--', 'node', '--x', 'app.js']),
      {
        values: { file: 'slo.yaml', quiet: true },
        rest: ['node', '--x', 'app.js'],
      }
    );
  });

  const refused: [typed: string[], message: RegExp, of?: Command][] = [
    [['--', 'node'], /^slo try takes no command after --$/],
    [
      ['word'],
      /^slo try takes only options, but was given "word"; known: --file/,
    ],
    [['word'], /--quiet, -- COMMAND$/, withCommand],
    [['--fil', 'x'], /unknown option "--fil"; did you mean "--file"\?/],
    [['--quiet=yes'], /^--quiet: takes no value$/],
    [['--file'], /^--file: nothing was given; allowed: FILE$/],
    [['--file', '--quiet'], /^--file: nothing was given; allowed: FILE$/],
    [['--format='], /^--format: nothing was given; allowed: json, table$/],
    [['--require', ''], /^--require: nothing was given; allowed: a string$/],
    [['--format', 'xml'], /^--format: "xml" was given; allowed: json, table$/],
    [['--toString'], /unknown option "--toString"/],
  ];
  for (const [typed, message, of = command] of refused) {
    it(`refuses ${JSON.stringify(typed)}${of === command ? '' : ', where a command may follow'}`, () => {
      assert.throws(
        () => parseArguments(of, typed),
        (error: Error) =>
          error instanceof UsageError && message.test(error.message)
      );
    });
  }
});
