// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
'use strict';

// mocha adds the files of its configuration to those of the command line, so
// that naming one would run them all.
const named = process.argv.slice(2).some(word => word.includes('.test.'));

module.exports = {
  spec: named ? [] : ['test/**/*.test.ts'],
  ignore: [
    '**/node_modules/**',
    'test/matrix/**',
    'test/e2e/**',
    'test/clients/**',
  ],
  require: ['test/support/hooks.ts'],
  // For what hangs, not for what is slow: machines are shared.
  timeout: 60_000,
  forbidOnly: Boolean(process.env.CI),
  'node-option': ['import=tsx'],
};
