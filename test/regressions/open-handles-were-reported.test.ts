// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const app = new URL('../unit/apps/open-resources.ts', import.meta.url);

/** `jest --detectOpenHandles` named two of ours as "potentially keeping Jest from exiting" in every file of tests. */
describe('asynchronous resources of ours', () => {
  it('are none that a detector of open handles reports', () => {
    const program = ['--import', 'tsx', fileURLToPath(app)];
    const printed = execFileSync(process.execPath, program).toString();
    const { seen, types } = JSON.parse(printed) as Record<string, unknown>;
    assert.ok(Number(seen) > 0);
    assert.deepEqual(types, []);
  });
});
