// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { LineReader } from '../../../src/decode/framing/lines.ts';

describe('LineReader', () => {
  /** Writes down the lines, and counts those that start with `e`. */
  class Recorder extends LineReader {
    readonly lines: string[] = [];
    readonly heads: string[] = [];
    readonly parts: string[] = [];
    line(bytes: Buffer, start: number, end: number): number {
      const line = bytes.toString('utf8', start, end);
      this.lines.push(line);
      return line.startsWith('e') ? 1 : 0;
    }
    longLine(head: Buffer): number {
      this.heads.push(head.toString());
      return head[0] === 0x65 ? 1 : 0;
    }
    longPart(bytes: Buffer): void {
      this.parts.push(bytes.toString());
    }
    longEnd(): void {
      this.parts.push('.');
    }
    rest(): string | undefined {
      return this.takeRest()?.toString();
    }
  }

  function scan(
    parts: string[],
    limit = 100
  ): { lines: string[]; heads: string[]; events: number[]; rest: string } {
    const reader = new Recorder(limit);
    const events = parts.map(part => reader.push(Buffer.from(part)));
    const rest = reader.rest() ?? '';
    return { lines: reader.lines, heads: reader.heads, events, rest };
  }

  it('gives lines without LF or CRLF, and empty ones too', () => {
    assert.deepEqual(scan(['a\nb\r\n\n\r\nc\n']), {
      lines: ['a', 'b', '', '', 'c'],
      heads: [],
      events: [0],
      rest: '',
    });
  });

  it('joins a line that crosses chunks, also between CR and LF', () => {
    assert.deepEqual(scan(['e', 'v', 'ent\r', '\ne2', '\r\n', 'x']), {
      lines: ['event', 'e2'],
      heads: [],
      events: [0, 0, 0, 1, 1, 0],
      rest: 'x',
    });
  });

  it('takes CR for the end of all lines when the first one ends so', () => {
    for (const parts of [
      ['a\rb\r\rc'],
      ['a', '\r', 'b\r', '\rc'],
      ['a\r', 'b\r\rc'],
    ]) {
      assert.deepEqual(scan(parts).lines, ['a', 'b', ''], parts.join('|'));
      assert.equal(scan(parts).rest, 'c');
    }
    assert.deepEqual(scan(['a\nb\rc\n']).lines, ['a', 'b\rc']);
  });

  it('gives the rest once, without CR, and none when it is empty', () => {
    assert.equal(scan(['a\nrest\r']).rest, 'rest');
    assert.equal(scan(['a\n\r']).rest, '');
    const reader = new Recorder(10);
    reader.push(Buffer.from('rest'));
    assert.equal(reader.rest(), 'rest');
    assert.equal(reader.rest(), undefined);
  });

  it('carries a line of the limit, and gives a longer one in parts', () => {
    assert.deepEqual(scan(['e234', '5\nb\n'], 5), {
      lines: ['e2345', 'b'],
      heads: [],
      events: [0, 1],
      rest: '',
    });
    assert.deepEqual(scan(['e234', '56\nb\n'], 5), {
      lines: ['b'],
      heads: ['e234'],
      events: [0, 1],
      rest: '',
    });
    assert.deepEqual(scan(['e23456', '7', '8\n', 'e\n', 'xxxxxx', 'y'], 5), {
      lines: ['e'],
      heads: ['e23456', 'xxxxxx'],
      events: [0, 0, 1, 1, 0, 0],
      rest: '',
    });
  });

  it('gives every byte of a long line once', () => {
    const reader = new Recorder(3);
    for (const part of ['e2', '34', '5', '\nb\n']) {
      reader.push(Buffer.from(part));
    }
    assert.deepEqual(
      [reader.heads, reader.parts],
      [['e2'], ['34', '5', '', '.']]
    );
  });
});
