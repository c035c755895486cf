// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, it } from 'mocha';

const app = fileURLToPath(new URL('apps/long-connection.ts', import.meta.url));
const MIB = 1024 * 1024;

describe('memory of a WebSocket', () => {
  it('stays as it is for an hour of 100 frames of audio a second', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      ...['--import', 'tsx'],
      app,
    ]);
    const { memory, told, size } = JSON.parse(stdout) as {
      memory: number[];
      told: { parts: number; bytes: number; unreadable: number };
      size: number;
    };
    const frames = 7 * 10 * 60 * 100 * 2;
    assert.equal(told.unreadable, 0);
    assert.equal(told.bytes, frames * size);
    // The first ten minutes compile what runs.
    const [, ...hour] = memory;
    const grown = Math.max(...hour) - Math.min(...hour);
    assert.ok(grown < MIB, `${grown} bytes more: ${memory.join()}`);
  });
});
