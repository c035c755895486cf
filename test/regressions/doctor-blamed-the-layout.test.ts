// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, it } from 'mocha';
import { API_VERSION, otherFolder } from '../support/other-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const OURS = 'opentelemetry-instrumentation-genai';

function doctor(cwd: string, options: string[], env = {}) {
  const { PATH = '', HOME = '' } = process.env;
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, 'dist/esm/cli/main.js'), 'doctor', ...options],
    { cwd, env: { PATH, HOME, ...env }, encoding: 'utf8' }
  );
  return { status, stdout };
}

describe('otel-genai doctor, where packages are elsewhere than npm puts them', function () {
  this.timeout(120_000);

  it('finds all well in the strict layout of pnpm, in which an application sees only what it names itself', () => {
    const app = mkdtempSync(join(tmpdir(), 'genai-strict-'));
    for (const [name, target] of [
      [OURS, root],
      ...['sdk-node', 'instrumentation-undici', 'instrumentation-http'].map(
        name => [
          `@opentelemetry/${name}`,
          join(root, 'node_modules/@opentelemetry', name),
        ]
      ),
    ] as const) {
      const link = join(app, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(target, link, 'junction');
    }
    const { status, stdout } = doctor(app, []);
    rmSync(app, { recursive: true, force: true });
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^✔ a call by fetch: one span/m);
    assert.match(stdout, /^0 problems, \d warnings?$/m);
  });

  it('finds the package in a bundle, as Next.js builds one, by what it records', async () => {
    const app = mkdtempSync(join(tmpdir(), 'genai-bundled-'));
    symlinkSync(
      join(root, 'node_modules'),
      join(app, 'node_modules'),
      'junction'
    );
    await build({
      absWorkingDir: root,
      entryPoints: ['test/package/setups/telemetry.cjs'],
      outfile: join(app, 'bundle.cjs'),
      bundle: true,
      platform: 'node',
      external: ['@opentelemetry/*', '@pydantic/*'],
      logLevel: 'error',
    });
    const { status, stdout } = doctor(app, ['--require', './bundle.cjs'], {
      SETUP: 'good',
    });
    rmSync(app, { recursive: true, force: true });
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^✔ a call by node:http: one span/m);
  });

  it('names two copies of the API of which the newer one cannot use what the older one has', () => {
    const [major, minor] = API_VERSION.split('.').map(Number);
    const version = `${major}.${minor! - 1}.7`;
    const other = otherFolder(version);
    const { status, stdout } = doctor(
      root,
      ['--require', './test/package/setups/two-apis.cjs'],
      { OTHER: other }
    );
    assert.equal(status, 1, stdout);
    assert.match(stdout, /^✖ two copies of @opentelemetry\/api: /m);
    for (const named of [
      `${API_VERSION} in `,
      `${version} in `,
      `The providers are registered by ${version}`,
    ]) {
      assert.ok(stdout.includes(named), `${named}\n${stdout}`);
    }
  });
});
