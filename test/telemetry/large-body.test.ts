// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const app = fileURLToPath(new URL('apps/large-body.ts', import.meta.url));
const MOST = 1024 * 1024;

describe('a request body of 10 MB', () => {
  it('is not copied, nor is the image in it when content is captured', function () {
    const printed = execFileSync(
      process.execPath,
      ['--expose-gc', '--import', 'tsx', app],
      { encoding: 'utf8' }
    );
    const { size, table } = JSON.parse(printed) as {
      size: number;
      table: Record<string, number>;
    };
    assert.ok(size > 10_000_000);
    assert.equal(Object.keys(table).length, 8);
    for (const [name, taken] of Object.entries(table)) {
      assert.ok(taken < MOST, `${name} took ${taken} bytes`);
    }
  });
});
