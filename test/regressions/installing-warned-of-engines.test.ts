// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';

const lock = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')
) as { packages: Record<string, { engines?: { node?: string } }> };

/** Tests of undici 8 run on Node.js 22 and later. */
const NEWER = ['node_modules/undici8'];

describe('npm ci on Node.js 20', () => {
  it('installs no package that wants a newer one, but undici 8', () => {
    const newer = Object.entries(lock.packages)
      .filter(([, { engines }]) => /^>=\s*2[1-9]/.test(engines?.node ?? ''))
      .map(([path]) => path);
    assert.deepEqual(newer, NEWER);
  });
});
