// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { describe, it } from 'mocha';

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const library = ['library', 'calls']
  .map(name => read(`dist/cjs/${name}.js`))
  .join('\n');
const PRICES = '@pydantic/genai-prices';

describe('a bundle of an application with the library', () => {
  it('needs no package that only register needs', () => {
    const { dependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(
      read('package.json')
    ) as Record<
      'dependencies' | 'peerDependencies' | 'peerDependenciesMeta',
      Record<string, unknown>
    >;
    const installed = [
      ...Object.keys(dependencies),
      ...Object.keys(peerDependencies).filter(
        name => !(name in peerDependenciesMeta)
      ),
    ];
    const required = [
      ...library.matchAll(/\brequire\("([^".][^"]*)"\)/g),
    ].flatMap(([, name]) => (isBuiltin(name!) ? [] : [name!]));
    assert.ok(required.includes('@opentelemetry/api'));
    assert.deepEqual(
      required.filter(name => !installed.includes(name) && name !== PRICES),
      []
    );
  });

  it('is built without the optional peer for prices: it is required in a try block itself', () => {
    assert.match(
      library,
      /try \{\n\s*library = require\("@pydantic\/genai-prices"\);/
    );
    assert.equal(library.split('require("@pydantic').length, 2);
  });
});
