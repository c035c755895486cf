// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { REGISTER } from '../support/run-app.ts';
import { itObserves, ONE_CALL, ONE_CALL_MEASURED } from './observe-app.ts';

describe('loaded more than once', function () {
  this.timeout(120_000);

  for (const flags of [
    ['--require', REGISTER, '--require', REGISTER],
    ['--require', REGISTER, '--import', REGISTER],
  ]) {
    itObserves(
      `gives one span per call to ${flags.join(' ')}`,
      {
        app: 'app.mjs',
        flags,
      },
      ({ tree, measured, stderr }) => {
        assert.deepEqual(tree, ONE_CALL);
        assert.deepEqual(measured, ONE_CALL_MEASURED);
        assert.equal(stderr, '');
      }
    );
  }

  for (const client of ['fetch', 'undici', 'http']) {
    itObserves(
      `gives one span per call by ${client} beside the instrumentations of two copies that the application makes`,
      {
        app: 'double-load.mjs',
        flags: ['--import', REGISTER],
        env: { CLIENT: client },
      },
      ({ stdout, tree, measured }) => {
        assert.equal(stdout, 'true\nHello.\n');
        assert.deepEqual(tree, ONE_CALL);
        assert.deepEqual(measured, ONE_CALL_MEASURED);
      }
    );
  }
});
