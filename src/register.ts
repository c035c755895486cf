// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Where `--require` and `--import` land. Whatever happens here, the application starts.
import * as threads from 'node:worker_threads';

const LOADED = Symbol.for('opentelemetry-instrumentation-genai.register.1');
/** Each thread has one of its own, and so an SDK of its own. */
const thread = globalThis as { [LOADED]?: true };
/** Threads of Node.js itself run loader hooks. Older versions do not load `register` there. */
const { isInternalThread } = threads as { isInternalThread?: boolean };

if (isInternalThread !== true && thread[LOADED] === undefined) {
  thread[LOADED] = true;
  try {
    // Not imported above: a peer that is missing must not keep the application from starting either.
    (require('./setup/setup.js') as typeof import('./setup/setup.ts')).setup();
  } catch (error) {
    (
      require('./setup/say.js') as typeof import('./setup/say.ts')
    ).sayNotStarted(error);
  }
}
