// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REGISTER } from '../support/run-app.ts';
import { itObserves, ONE_CALL } from './observe-app.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const flags = ['--require', REGISTER];
const INSTALL =
  'npm install opentelemetry-instrumentation-genai @opentelemetry/sdk-node @opentelemetry/instrumentation-undici @opentelemetry/instrumentation-http';

const folders: string[] = [];

/** Installs a copy of the built package next to `packages` of OpenTelemetry and to no others. */
function installBeside(...packages: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'genai-missing-'));
  folders.push(folder);
  const modules = join(folder, 'node_modules');
  const ours = join(modules, 'opentelemetry-instrumentation-genai');
  mkdirSync(join(modules, '@opentelemetry'), { recursive: true });
  cpSync(join(root, 'dist'), join(ours, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(ours, 'package.json'));
  for (const name of packages) {
    const path = join('@opentelemetry', name);
    symlinkSync(
      join(root, 'node_modules', path),
      join(modules, path),
      'junction'
    );
  }
  return folder;
}

describe('a package that is not installed', function () {
  this.timeout(120_000);

  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  for (const [missing, installed] of [
    ['@opentelemetry/api', []],
    ['@opentelemetry/instrumentation', ['api']],
    ['@opentelemetry/sdk-node', ['api', 'instrumentation']],
  ] as const) {
    itObserves(
      `is named, with the line that installs it, and the application runs: ${missing}`,
      {
        app: 'end.cjs',
        cwd: installBeside(...installed),
        flags,
        env: { END: 'exitCode' },
      },
      ({ code, stdout, stderr, llm }) => {
        assert.deepEqual({ code, stdout }, { code: 4, stdout: 'Hello.\n' });
        assert.equal(
          stderr,
          `opentelemetry-instrumentation-genai: not started: ${missing} is not installed. Run: ${INSTALL}\n`
        );
        assert.equal(llm.requests[0]?.headers['traceparent'], undefined);
      }
    );
  }

  itObserves(
    'is not asked for while nobody needs it',
    {
      app: 'one-provider.cjs',
      cwd: installBeside('api', 'instrumentation'),
      flags,
    },
    ({ stderr }) => {
      assert.equal(stderr, '');
    }
  );

  itObserves(
    'takes only its own spans away when it is an HTTP instrumentation',
    {
      app: 'app.cjs',
      cwd: installBeside('api', 'instrumentation', 'sdk-node'),
      flags,
      env: { OTEL_LOG_LEVEL: 'info' },
    },
    ({ tree, stderr }) => {
      assert.deepEqual(tree, ONE_CALL.slice(0, 1));
      for (const name of ['undici', 'http']) {
        assert.match(
          stderr,
          new RegExp(
            `: @opentelemetry/instrumentation-${name} is not installed$`,
            'm'
          )
        );
      }
    }
  );
});
