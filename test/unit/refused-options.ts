// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { resolveConfig } from '../../src/config/config.ts';
import { ConfigurationError } from '../../src/errors.ts';

/** Options that do not fit, the name by which they are refused, and what is said to be allowed. */
export type Refused = readonly [
  config: object,
  option: string,
  allowed: RegExp,
];

/** One test for each. */
export function refusesByName(refused: readonly Refused[]): void {
  for (const [config, option, allowed] of refused) {
    it(`refuses ${JSON.stringify(config)} by name`, () => {
      assert.throws(
        () => resolveConfig(config, {}),
        (error: unknown) => {
          assert.ok(error instanceof ConfigurationError);
          assert.equal(error.option, option);
          assert.match(
            error.message,
            /was given; allowed: |unknown (?:key|option) "/
          );
          assert.match(error.message, allowed);
          return true;
        }
      );
    });
  }
}
