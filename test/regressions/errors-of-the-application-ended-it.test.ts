// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { itObserves, ONE_CALL_MEASURED } from '../register/observe-app.ts';
import { REGISTER } from '../support/run-app.ts';

/** Ways in which an application shapes its errors, and flags of Node.js that do. */
const WAYS: readonly (readonly [errors: string, ...flags: string[]])[] = [
  ['structured'],
  ['throwing'],
  ['without frames'],
  ['frozen'],
  ['structured and frozen'],
  ['none', '--frozen-intrinsics'],
  ['none', '--disable-proto=throw'],
];

describe('register and an application with its own stack traces', function () {
  this.timeout(180_000);

  for (const [errors, ...flags] of WAYS) {
    itObserves(
      `sends everything, and lets the application end by itself: ${[errors, ...flags].join(' ')}`,
      {
        app: 'own-errors.cjs',
        flags: [...flags, '--require', REGISTER],
        env: { ERRORS: errors, NODE_NO_WARNINGS: '1' },
      },
      ({ code, stdout, stderr, tree, measured }) => {
        assert.deepEqual(
          { code, stdout, stderr },
          { code: 0, stdout: 'Hello.\ntrue\n', stderr: '' }
        );
        assert.deepEqual(tree, ['root', '  chat gpt-4o', '    POST']);
        assert.deepEqual(measured, ONE_CALL_MEASURED);
      }
    );
  }
});
