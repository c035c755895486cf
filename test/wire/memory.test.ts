// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { before, describe, it } from 'mocha';

const app = fileURLToPath(new URL('apps/unread-bodies.ts', import.meta.url));

interface Report {
  unread: number;
  megabytes: number;
  read: number;
  readByHttp: number;
  told: Record<string, number>;
}

async function measure(how: 'plain' | 'watched'): Promise<Report> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    ...['--import', 'tsx'],
    app,
    how,
  ]);
  return JSON.parse(stdout) as Report;
}

describe('memory of bodies', () => {
  let plain: Report;
  let watched: Report;

  before(async () => {
    [plain, watched] = await Promise.all([
      measure('plain'),
      measure('watched'),
    ]);
  });

  // The collector may leave the last one of each kind on the stack.
  it('is free as soon as without us when nobody reads them', () => {
    const both = JSON.stringify({ plain, watched });
    assert.ok(plain.unread >= 11, both);
    assert.ok(watched.unread >= plain.unread - 1, both);
    assert.ok(watched.megabytes <= plain.megabytes + 8, both);
  });

  it('is free as soon as without us when they were read', () => {
    const both = JSON.stringify({ plain, watched });
    assert.ok(watched.read >= plain.read - 3, both);
    assert.ok(watched.readByHttp >= plain.readByHttp - 5, both);
  });

  it('is told of as abandoned when it was collected unread', () => {
    const { end, abandoned } = watched.told;
    assert.deepEqual(watched.told, { end, abandoned });
    assert.equal(end, 24);
    assert.ok((abandoned ?? 0) >= 11, JSON.stringify(watched.told));
  });
});
