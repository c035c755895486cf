// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { FormScanner, looksLikeForm } from '../../../src/decode/scan/form.ts';

const part = (disposition: string, value: string, more = ''): string =>
  `--b\r\nContent-Disposition: form-data; ${disposition}\r\n${more}\r\n${value}\r\n`;
const END = '--b--\r\n';

function read(text: string, size = text.length): Record<string, unknown> {
  const form = new FormScanner(
    new Set(['model', 'language', 'prompt']),
    new Set(['file'])
  );
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) {
    form.push(bytes.subarray(at, at + size));
  }
  return form.end();
}

describe('FormScanner', () => {
  const text =
    part(
      'name="file"; filename="a.mp3"',
      'x'.repeat(300),
      'Content-Type: audio/mpeg\r\n'
    ) +
    part('name="model"', 'whisper-1') +
    part('name="other"', 'left out') +
    part('name="prompt"', '') +
    part('filename="nameless"', 'left out') +
    END;

  for (const size of [text.length, 1, 7, 64]) {
    it(`reads wanted fields, and notes a file, in pieces of ${size}`, () => {
      assert.deepEqual(read(text, size), {
        file: true,
        model: 'whisper-1',
        prompt: '',
      });
    });
  }

  it('leaves out a wanted field that is a file', () => {
    assert.deepEqual(read(part('name="model"; filename="m"', 'x') + END), {});
  });

  it('passes over a value above 64 KiB, and reads the field behind it', () => {
    const long = part('name="prompt"', 'x'.repeat(70_000));
    assert.deepEqual(read(long + part('name="model"', 'm') + END, 1024), {
      model: 'm',
    });
  });

  it('passes over a head above 8 KiB, and reads the field behind it', () => {
    const long = part(
      'name="prompt"',
      'y',
      `X-Long: ${'x'.repeat(20_000)}\r\n`
    );
    assert.deepEqual(read(long + part('name="model"', 'm') + END, 1024), {
      model: 'm',
    });
  });

  it('reads nothing of a body without a delimiter', () => {
    assert.deepEqual(read('no form'.repeat(100), 16), {});
    assert.deepEqual(read('{"model":"m"}\r\n', 4), {});
  });
});

describe('looksLikeForm', () => {
  it('goes by the first two characters of a text or of bytes', () => {
    assert.equal(looksLikeForm('--b\r\n'), true);
    assert.equal(looksLikeForm('{"a":1}'), false);
    assert.equal(looksLikeForm(Buffer.from('--b')), true);
    assert.equal(looksLikeForm(Buffer.from('-1')), false);
    assert.equal(looksLikeForm(Buffer.from('{')), false);
  });
});
