// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';

const built = new URL('../../dist/cjs/library.js', import.meta.url);

describe('the optional peer with the prices', () => {
  it('is required in a try block itself: webpack and Turbopack then build without it', () => {
    const text = readFileSync(built, 'utf8');
    assert.match(
      text,
      /try \{\n\s*library = require\("@pydantic\/genai-prices"\);/
    );
    assert.equal(text.split('require("@pydantic').length, 2);
  });
});
