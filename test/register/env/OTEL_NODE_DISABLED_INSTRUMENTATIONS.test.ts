// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REGISTER } from '../../support/run-app.ts';
import { itObserves, ONE_CALL } from '../observe-app.ts';

const run = { app: 'app.cjs', flags: ['--require', REGISTER] };

describe('OTEL_NODE_DISABLED_INSTRUMENTATIONS', function () {
  this.timeout(120_000);

  itObserves(
    'takes ours away with genai',
    {
      ...run,
      env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'genai' },
    },
    ({ tree, measured }) => {
      assert.deepEqual(tree, ['POST']);
      assert.deepEqual(measured, {});
    }
  );

  for (const client of ['fetch', 'http']) {
    itObserves(
      `takes the HTTP spans of ${client} away with http and undici`,
      {
        ...run,
        env: {
          CLIENT: client,
          OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http, undici',
        },
      },
      ({ tree }) => assert.deepEqual(tree, ONE_CALL.slice(0, 1))
    );
  }

  itObserves(
    'takes ours away from a setup of the application too',
    {
      ...run,
      app: 'own-setup.cjs',
      env: { OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'genai' },
    },
    ({ tree }) => {
      assert.deepEqual(tree, ['root', '  POST']);
    }
  );
});
