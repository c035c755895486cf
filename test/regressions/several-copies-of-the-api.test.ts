// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callerVersion } from '../../src/setup/api/caller-version.ts';
import {
  itObserves,
  ONE_CALL_MEASURED,
  type Observed,
} from '../register/observe-app.ts';
import { API_VERSION, otherFolder } from '../support/other-folder.ts';
import { REGISTER } from '../support/run-app.ts';

const [major, minor] = API_VERSION.split('.').map(Number);
const COPIES = {
  'of the same version': API_VERSION,
  'of an older version': `${major}.${minor! - 1}.7`,
  'of a newer version': `${major}.${minor! + 1}.0`,
};
const TREE = ['root', '  chat gpt-4o', '    POST'];

/** Everything came by the SDK of the other folder, once. */
function assertJoined({ code, stdout, stderr, ...seen }: Observed): void {
  assert.deepEqual(
    { code, stdout, stderr },
    { code: 0, stdout: 'Hello.\n', stderr: '' }
  );
  assert.deepEqual(seen.tree, TREE);
  assert.deepEqual(seen.measured, ONE_CALL_MEASURED);
  assert.deepEqual(
    seen.spans.map(span => span.resource['service.name']),
    ['app-sdk', 'app-sdk', 'app-sdk']
  );
}

for (const [which, version] of Object.entries(COPIES)) {
  describe(`register and a copy of the API ${which} in another folder`, function () {
    this.timeout(180_000);
    const other = otherFolder(version);
    const app = (name: string): string => join(other, 'apps', name);

    for (const kind of ['cjs', 'mjs']) {
      itObserves(
        `steps back for the SDK of the application: ${kind}`,
        { app: app(`own-setup.${kind}`), flags: ['--require', REGISTER] },
        seen => {
          assertJoined(seen);
        }
      );
    }

    for (const [order, files] of [
      ['before', [app('sdk.cjs'), REGISTER]],
      ['after', [REGISTER, app('sdk.cjs')]],
    ] as const) {
      itObserves(
        `joins an SDK of another --require ${order} ours`,
        {
          app: app('api-root.cjs'),
          flags: files.flatMap(file => ['--require', file]),
        },
        seen => {
          assertJoined(seen);
        }
      );
    }

    itObserves(
      'makes way for an SDK that comes when ours runs',
      {
        app: app('late-setup.cjs'),
        flags: ['--require', REGISTER],
        env: { OTEL_SERVICE_NAME: 'ours' },
      },
      ({ code, stderr, spans, tree }) => {
        assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
        assert.deepEqual(tree, ['chat gpt-4o', '  POST', ...TREE]);
        assert.deepEqual(
          spans.map(span => span.resource['service.name']),
          ['ours', 'ours', 'app-sdk', 'app-sdk', 'app-sdk']
        );
      }
    );

    for (const name of ['early-tracer.cjs', 'api-root.cjs', 'api-root.mjs']) {
      itObserves(
        `records the spans of the application, parents of ours: ${name}`,
        { app: app(name), flags: ['--require', REGISTER] },
        ({ code, stderr, tree }) => {
          assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
          assert.deepEqual(tree, TREE);
        }
      );
    }
  });
}

describe('the version of a copy of the API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'genai-bundle-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is the literal nearest to the call in a bundle', () => {
    const file = join(folder, 'bundle.cjs');
    writeFileSync(
      file,
      `const first="1.2.3";${' '.repeat(200)}\nconst r="1.9.1";module.exports=f=>f();${' '.repeat(200)}\nconst last='1.30.0';`
    );
    const callBack = createRequire(file)(file) as (fn: () => unknown) => string;
    const version = (): unknown => callerVersion(version);
    assert.equal(callBack(version), '1.9.1');
  });

  it('is unknown where the caller has no file', () => {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- code without a file is what bundlers' dev modes run
    const callBack = new Function('f', 'return f()') as (
      fn: () => unknown
    ) => string;
    const version = (): unknown => callerVersion(version);
    assert.equal(callBack(version), undefined);
  });
});
