// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Where `--require` and `--import` land. Whatever happens here, the application starts.
import { isMainThread } from 'node:worker_threads';

const LOADED = Symbol.for('opentelemetry-instrumentation-genai.register.1');
const process_ = globalThis as { [LOADED]?: true };

if (isMainThread && process_[LOADED] === undefined) {
  process_[LOADED] = true;
  try {
    // Not imported above: a peer that is missing must not keep the application from starting either.
    (require('./setup/setup.js') as typeof import('./setup/setup.ts')).setup();
  } catch (error) {
    (
      require('./setup/say.js') as typeof import('./setup/say.ts')
    ).sayNotStarted(error);
  }
}
