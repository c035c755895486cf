// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { VERSION } from '../../../src/version.ts';
import { runCommand } from './run-command.ts';

const NAMES = COMMANDS.map(({ name }) => name).join(', ');

/** What is typed, the exit code, and what is said to it in one line. */
const MISTAKES: readonly [typed: string, said: string][] = [
  [
    'slo rulez',
    'otel-genai: unknown command "slo rulez"; did you mean "slo rules"?',
  ],
  ['nonsense', `otel-genai: unknown command "nonsense"; known: ${NAMES}`],
  [
    'slo check --fle x',
    'slo check: unknown option "--fle"; did you mean "--file"?',
  ],
  [
    'slo check --__proto__ x',
    'slo check: unknown option "--__proto__"; known: --file, --prometheus, --header',
  ],
  ['slo check --file', '--file: nothing was given; allowed: FILE'],
  ['slo check --file=', '--file: nothing was given; allowed: FILE'],
  ['slo rules --out --compat', '--out: nothing was given; allowed: FOLDER'],
  ['slo rules --compat=yes', '--compat: takes no value'],
  [
    'slo check a.yaml',
    'slo check takes only options, but was given "a.yaml"; known: --file, --prometheus, --header',
  ],
  [
    'slo check --file a b',
    'slo check takes only options, but was given "b"; known: --file, --prometheus, --header',
  ],
  [
    'slo report --format pdf',
    '--format: "pdf" was given; allowed: table, json, markdown, html',
  ],
  [
    'slo check --file not-there.yaml',
    'file: "not-there.yaml" was given; allowed: a file of objectives, as written by otel-genai slo init; this one cannot be read (ENOENT)',
  ],
];

describe('otel-genai', () => {
  for (const [typed, said] of MISTAKES) {
    it(`says what is wrong with: ${typed}`, async () => {
      assert.deepEqual(await runCommand(typed.split(' ')), {
        code: 1,
        out: '',
        error: `${said}\n`,
      });
    });
  }

  it('lists its commands: as an answer where it was asked, else as what was wrong', async () => {
    const asked = await runCommand(['--help']);
    const silent = await runCommand([]);
    assert.deepEqual(asked, { code: 0, out: silent.error, error: '' });
    assert.equal(silent.code, 1);
    for (const { name, summary } of COMMANDS) {
      assert.ok(asked.out.includes(`  ${name}`), name);
      assert.ok(asked.out.includes(summary), summary);
    }
  });

  it('lists the commands that begin with what was typed', async () => {
    const { code, error } = await runCommand(['slo']);
    assert.equal(code, 1);
    assert.match(error, /^ {2}slo init/m);
  });

  for (const { name, options } of COMMANDS) {
    it(`tells every option of ${name}`, async () => {
      const { code, out } = await runCommand([...name.split(' '), '--help']);
      assert.equal(code, 0);
      for (const [option, { help }] of Object.entries(options)) {
        assert.ok(out.includes(`--${option}`), option);
        assert.ok(out.includes(help), help);
      }
    });
  }

  it('says its version', async () => {
    assert.deepEqual(await runCommand(['--version']), {
      code: 0,
      out: `${VERSION}\n`,
      error: '',
    });
  });
});
