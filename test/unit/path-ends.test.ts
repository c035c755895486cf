// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  compilePathEnds,
  endsWithOneOf,
} from '../../src/recognise/path-ends.ts';

describe('compilePathEnds', () => {
  const kept = (...paths: string[]) =>
    compilePathEnds(paths).flatMap(ends => ends ?? []);

  it('keeps each end once, and none that ends with another', () => {
    const ends = kept(
      '/a/completions',
      '/completions',
      '/chat/completions',
      ':embed',
      ':embed'
    );
    assert.deepEqual(ends.sort(), ['/completions', ':embed']);
    assert.deepEqual(kept(), []);
  });
});

describe('endsWithOneOf', () => {
  const ends = compilePathEnds(['/chat', ':predict', '/embeddings']);
  const isOne = (target: string, end = target.length) =>
    endsWithOneOf(target, end, ends);

  it('looks at what stands before the end that is given', () => {
    assert.equal(isOne('/v1/chat'), true);
    assert.equal(isOne('/v1/chat/'), false);
    assert.equal(isOne('/v1/chat/', 8), true);
    assert.equal(isOne('/m:predict'), true);
    assert.equal(isOne('/m/predict'), false);
    assert.equal(isOne('/autochat'), false);
  });

  it('says no to what has no end, or none of ASCII', () => {
    assert.equal(isOne(''), false);
    assert.equal(isOne('/chat', 0), false);
    assert.equal(isOne('/é'), false);
    assert.equal(isOne('/😀'), false);
  });
});
