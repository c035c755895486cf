// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';

/** What an application of test/wire/apps prints. */
function printedBy(app: string): string {
  const file = fileURLToPath(new URL(`../wire/apps/${app}`, import.meta.url));
  return execFileSync(process.execPath, ['--import', 'tsx', file])
    .toString()
    .trim();
}

describe('undici in an ES module', () => {
  it('is watched from its first call, which a MockAgent answers', () => {
    assert.equal(printedBy('mock-from-esm.ts'), '1');
  });

  it('makes one call of a fetch that is redirected', () => {
    assert.equal(printedBy('redirect-from-esm.ts'), '[3]');
  });
});
