// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';

const entry = fileURLToPath(
  new URL('../../dist/cjs/index.js', import.meta.url)
);

/** Modules of Node.js that instrumentations of others patch when somebody requires them for the first time. */
const PATCHED = ['dns', 'http', 'http2', 'https', 'net', 'tls'];

describe('loading the package', () => {
  it('requires no module of Node.js that another instrumentation waits for', () => {
    const printed = execFileSync(process.execPath, [
      '--eval',
      `const required = new Set();
       const { prototype } = require('node:module');
       const original = prototype.require;
       prototype.require = function (name) {
         required.add(name.replace('node:', ''));
         return original.call(this, name);
       };
       require(process.argv[1]);
       console.log([...required].join());`,
      entry,
    ]);
    const required = printed.toString().trim().split(',');
    assert.ok(required.includes('diagnostics_channel'), printed.toString());
    assert.deepEqual(
      required.filter(name => PATCHED.includes(name)),
      []
    );
  });
});
