// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BoundedBytes } from '../../../src/decode/bytes.ts';

describe('BoundedBytes', () => {
  const letters = Buffer.from('abcdefghij');

  it('copies ranges to its end', () => {
    const bytes = new BoundedBytes(100);
    assert.equal(bytes.view().length, 0);
    assert.equal(bytes.append(letters, 2, 5), true);
    assert.equal(bytes.append(letters, 9, 10), true);
    assert.equal(bytes.append(letters, 4, 4), true);
    assert.equal(bytes.view().toString(), 'cdej');
    assert.equal(bytes.length, 4);
  });

  it('takes its limit, lets go of everything a byte above it, and takes no more', () => {
    const bytes = new BoundedBytes(12);
    assert.equal(bytes.append(letters, 0, 10), true);
    assert.equal(bytes.append(letters, 0, 2), true);
    assert.equal(bytes.view().toString(), 'abcdefghijab');
    assert.equal(bytes.overflowed, false);
    assert.equal(bytes.append(letters, 0, 1), false);
    assert.equal(bytes.append(letters, 0, 1), false);
    assert.equal(bytes.overflowed, true);
    assert.equal(bytes.view().length, 0);
  });

  it('grows in steps, but takes no more memory than its limit', () => {
    const bytes = new BoundedBytes(5000);
    const sizes = new Set<number>();
    for (let times = 0; times < 500; times++) {
      bytes.append(letters, 0, 10);
      sizes.add(bytes.view().buffer.byteLength);
    }
    assert.equal(bytes.length, 5000);
    assert.equal(Math.max(...sizes), 5000);
    assert.ok(sizes.size < 10, `${sizes.size} steps`);
  });

  it('starts again after a reset, with its memory if that is small', () => {
    const bytes = new BoundedBytes(1000);
    bytes.append(letters, 0, 10);
    const { buffer } = bytes.view();
    bytes.reset(buffer.byteLength);
    bytes.append(letters, 3, 5);
    assert.equal(bytes.view().toString(), 'de');
    assert.equal(bytes.view().buffer, buffer);
    bytes.reset(buffer.byteLength - 1);
    bytes.append(letters, 3, 5);
    assert.equal(bytes.view().toString(), 'de');
    assert.notEqual(bytes.view().buffer, buffer);
  });
});
