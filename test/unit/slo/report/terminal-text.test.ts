// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  widthOf,
  wrapped,
} from '../../../../src/slo/report/formats/terminal-text.ts';

describe('text of a terminal', () => {
  it('knows characters of two columns and of none', () => {
    assert.equal(widthOf('abc–×█'), 6);
    assert.equal(widthOf('通义'), 4);
    assert.equal(widthOf('e\u0301'), 1);
    assert.equal(widthOf('🚀'), 2);
  });

  it('goes on below, as far to the right', () => {
    assert.deepEqual(wrapped('  one two three', 9), ['  one two', '  three']);
    assert.deepEqual(wrapped('  one two', 9), ['  one two']);
    assert.deepEqual(wrapped('one  two', 4), ['one', 'two']);
  });

  it('breaks a word that has no line long enough, and no other', () => {
    assert.deepEqual(wrapped('ab abcdefgh', 6), ['ab', 'abcdef', 'gh']);
    assert.deepEqual(wrapped('通义千问', 5), ['通义', '千问']);
  });

  it('begins a colour again on each line, and ends it', () => {
    assert.deepEqual(wrapped('\u001b[2mone two\u001b[0m x', 4), [
      '\u001b[2mone\u001b[0m',
      '\u001b[2mtwo\u001b[0m',
      'x',
    ]);
  });
});
