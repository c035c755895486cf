// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { PathEnds } from '../../src/recognise/path-ends.ts';

describe('PathEnds', () => {
  const ends = new PathEnds([
    '/chat',
    ':predict',
    '/a/embeddings',
    '/embeddings',
    '/ai/run/@*',
  ]);

  it('has targets whose path ends like one of them', () => {
    const had = [
      '/v1/chat',
      '/v1/chat/',
      'https://h/v1/chat?x=/y#z',
      '/chat#x',
      '/m:predict',
      '/b/embeddings',
      '/a/embeddings',
      '/accounts/a/ai/run/@cf/meta/llama',
    ];
    assert.deepEqual(
      had.filter(target => !ends.has(target)),
      []
    );
  });

  it('has no others', () => {
    const others = [
      '',
      '/',
      '?',
      'chat',
      '/autochat',
      '/v1/chat//',
      '/m/predict',
      '/v1/files?then=/chat',
      '/v1/files?then=/ai/run/@cf',
      '/ai/run/x',
      '/\u00e9',
      '/\u{1f600}',
    ];
    assert.deepEqual(
      others.filter(target => ends.has(target)),
      []
    );
    assert.equal(new PathEnds([]).has('/chat'), false);
  });

  it('finds each of many suffixes, however they overlap', () => {
    const letters = ['a', 'b', '/'];
    const all = ['']
      .flatMap(text => letters.map(letter => text + letter))
      .flatMap(text => ['', ...letters].map(letter => text + letter))
      .flatMap(text => ['', ...letters].map(letter => text + letter))
      .map(text => `/${text}`);
    // Lists of three, each of which begins at another place.
    for (let index = 0; index < all.length; index++) {
      const some = [index, index * 7 + 3, index * 13 + 5].map(
        at => all[at % all.length] as string
      );
      const ends = new PathEnds(some);
      for (const target of all) {
        const path = target.endsWith('/') ? target.slice(0, -1) : target;
        const expected = some.some(suffix => path.endsWith(suffix));
        assert.equal(ends.has(target), expected, `${target} in ${some.join()}`);
      }
    }
  });
});
