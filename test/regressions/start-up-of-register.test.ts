// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';

const probe = fileURLToPath(
  new URL('../fixtures/apps/start-up-probe.cjs', import.meta.url)
);
const { loaded, bytes, sdkAtHook, readFlags } = JSON.parse(
  execFileSync(process.execPath, [
    '--require',
    probe,
    '--require',
    'opentelemetry-instrumentation-genai/register',
    '--eval',
    '',
  ]).toString()
) as {
  loaded: string[];
  bytes: number;
  sdkAtHook: boolean;
  readFlags: boolean;
};

/** Compiling a file takes time in proportion to its size. The number may only go down. */
const MAX_BYTES = 175_000;

describe('the start-up of register', () => {
  it('loads three files of ours', () => {
    assert.deepEqual(loaded, ['register.js', 'setup.js', 'library.js']);
  });

  it(`compiles at most ${MAX_BYTES} bytes of ours`, () => {
    assert.ok(bytes <= MAX_BYTES, String(bytes));
  });

  it("leaves the list of Node.js' flags alone, which takes milliseconds to build", () => {
    assert.equal(readFlags, false);
  });

  it('loads the SDK before an instrumentation hooks require', () => {
    assert.equal(sdkAtHook, true);
  });
});
