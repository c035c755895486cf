// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';

const app = fileURLToPath(
  new URL('../wire/apps/mock-from-esm.ts', import.meta.url)
);

describe('a MockAgent of undici', () => {
  it('is watched from its first call when undici was imported', () => {
    const printed = execFileSync(process.execPath, ['--import', 'tsx', app]);
    assert.equal(printed.toString().trim(), '1');
  });
});
