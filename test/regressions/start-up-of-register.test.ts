// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';

const probe = fileURLToPath(
  new URL('../fixtures/apps/start-up-probe.cjs', import.meta.url)
);
const { loaded, sdkAtHook } = JSON.parse(
  execFileSync(process.execPath, [
    '--require',
    probe,
    '--require',
    'opentelemetry-instrumentation-genai/register',
    '--eval',
    '',
  ]).toString()
) as { loaded: string[]; sdkAtHook: boolean };

describe('the start-up of register', () => {
  it('loads three files of ours', () => {
    assert.deepEqual(loaded, ['register.js', 'setup.js', 'library.js']);
  });

  it('loads the SDK before an instrumentation hooks require', () => {
    assert.equal(sdkAtHook, true);
  });
});
