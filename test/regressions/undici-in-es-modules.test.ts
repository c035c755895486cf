// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';

const mock = new URL('../wire/apps/mock-from-esm.ts', import.meta.url);
const redirect = new URL('../wire/apps/redirect-from-esm.ts', import.meta.url);

function printedBy(app: URL): string {
  return execFileSync(process.execPath, ['--import', 'tsx', fileURLToPath(app)])
    .toString()
    .trim();
}

describe('undici in an ES module', () => {
  it('is watched from its first call, which a MockAgent answers', () => {
    assert.equal(printedBy(mock), '1');
  });

  it('makes one call of a fetch that is redirected', () => {
    assert.equal(printedBy(redirect), '[3]');
  });
});
