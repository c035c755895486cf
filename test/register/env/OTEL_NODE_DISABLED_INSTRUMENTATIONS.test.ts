// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REGISTER } from '../../support/run-app.ts';
import { observeApp, ONE_CALL } from '../observe-app.ts';

const run = { app: 'app.cjs', flags: ['--require', REGISTER] };

describe('OTEL_NODE_DISABLED_INSTRUMENTATIONS', function () {
  this.timeout(30_000);

  it('takes ours away with genai', async () => {
    const { tree, measured } = await observeApp({
      ...run,
      env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'genai' },
    });
    assert.deepEqual(tree, ['POST']);
    assert.deepEqual(measured, {});
  });

  it('takes the HTTP spans away with http and undici', async () => {
    for (const client of ['fetch', 'http']) {
      const { tree } = await observeApp({
        ...run,
        env: {
          CLIENT: client,
          OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http, undici',
        },
      });
      assert.deepEqual(tree, ONE_CALL.slice(0, 1), client);
    }
  });

  it('takes ours away from a setup of the application too', async () => {
    const { tree } = await observeApp({
      ...run,
      app: 'own-setup.cjs',
      env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'genai' },
    });
    assert.deepEqual(tree, ['root', '  POST']);
  });
});
