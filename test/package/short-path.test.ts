// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';

const app = fileURLToPath(new URL('apps/streamed-chat.mjs', import.meta.url));

/** A reader follows one call through so many files at most. The number may only go down. */
const MAX_FILES = 25;

describe('the path of one streamed chat by fetch', () => {
  it(`is at most ${MAX_FILES} files long`, () => {
    const printed = execFileSync(process.execPath, [
      '--import',
      'tsx',
      app,
    ]).toString();
    const files = JSON.parse(printed) as string[];
    assert.ok(files.includes('observe/observe.ts'), printed);
    assert.ok(files.length <= MAX_FILES, `${files.length}: ${printed}`);
  });
});
