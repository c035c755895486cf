// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const app = new URL('../unit/apps/open-resources.ts', import.meta.url);

/** `jest --detectOpenHandles` named two of ours as "potentially keeping Jest from exiting" in every file of tests. */
describe('asynchronous resources of ours', () => {
  it('are destroyed, or keep no process running', () => {
    const program = ['--import', 'tsx', fileURLToPath(app)];
    const types = execFileSync(process.execPath, program).toString();
    assert.deepEqual(JSON.parse(types), []);
  });
});
