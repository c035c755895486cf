// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { deflateRawSync } from 'node:zlib';
import { compressionOf } from '../../../src/wire/web-socket/extensions.ts';
import { Inflater } from '../../../src/wire/web-socket/inflater.ts';
import { randomChunks } from '../../support/cuts.ts';
import { deflated } from '../../support/web-socket-frames.ts';

const line = 'data: {"type":"response.output_text.delta","delta":"word"}\n';
const long = line.repeat(5000);

/** Inflates whole messages, each given in chunks. */
function inflate(
  inflater: Inflater,
  ...messages: Iterable<Uint8Array>[]
): string[] {
  return messages.map(chunks => {
    const parts: Buffer[] = [];
    let ends = 0;
    const use = (piece: Uint8Array, last: boolean): void => {
      parts.push(Buffer.from(piece));
      if (last) ends++;
    };
    for (const chunk of chunks) inflater.push(chunk, false, use);
    inflater.push(new Uint8Array(0), true, use);
    assert.equal(ends, inflater.failed === undefined ? 1 : 0);
    return Buffer.concat(parts).toString();
  });
}

describe('Inflater', () => {
  const inflaters: Inflater[] = [];
  const inflater = (keepsContext: boolean): Inflater => {
    const made = new Inflater(keepsContext);
    inflaters.push(made);
    return made;
  };
  afterEach(() => {
    for (const each of inflaters.splice(0)) each.close();
  });

  it('inflates messages that refer to those before', () => {
    const second = deflated(line, line);
    assert.ok(second.length < deflated(line).length / 2);
    const found = inflate(inflater(true), [deflated(line)], [second]);
    assert.deepEqual(found, [line, line]);
  });

  it('inflates messages that stand alone', () => {
    const message = [deflated(line)];
    const found = inflate(inflater(false), message, message);
    assert.deepEqual(found, [line, line]);
  });

  it('cannot inflate a reference to a message that is not kept', () => {
    const used = inflater(false);
    inflate(used, [deflated(line)], [deflated(line, line)]);
    assert.equal(used.failed, 'corrupt data');
  });

  it('inflates a message that is cut after every byte', () => {
    const sent = deflated(line + 'and some more');
    const used = inflater(false);
    for (let cut = 0; cut <= sent.length; cut++) {
      const chunks = [sent.subarray(0, cut), sent.subarray(cut)];
      assert.deepEqual(inflate(used, chunks), [line + 'and some more']);
    }
  });

  it('inflates a long message in chunks of any size', () => {
    const sent = deflated(long);
    const used = inflater(true);
    for (let seed = 1; seed < 20; seed++) {
      const chunks = [...randomChunks(sent, seed, 40)];
      // The messages are the same, but refer to nothing before.
      assert.equal(inflate(used, chunks)[0] === long, true, `${seed}`);
    }
  });

  for (const size of [0, 16_383, 16_384, 16_385, 32_768, 65_536]) {
    it(`inflates ${size} bytes, however the pieces fit`, () => {
      const message = 'x'.repeat(size);
      const [found] = inflate(inflater(true), [deflated(message)]);
      assert.equal(found === message, true);
    });
  }

  it('inflates a message whose deflate stream is ended', () => {
    const ended = deflateRawSync(line);
    const used = inflater(true);
    const found = inflate(used, [ended], [deflated(line)], [ended]);
    assert.deepEqual(found, [line, line, line]);
  });

  it('stops at data that are none', () => {
    const used = inflater(true);
    const found = inflate(used, [Buffer.from('\xff\xff\xff\xff', 'latin1')]);
    assert.deepEqual([found, used.failed], [[''], 'corrupt data']);
  });

  it('stops at a bomb, soon', () => {
    const bomb = deflated(Buffer.alloc(64 * 1024 * 1024));
    const used = inflater(true);
    let size = 0;
    used.push(bomb, true, piece => void (size += piece.length));
    assert.equal(used.failed, 'too much data');
    assert.ok(size < 17 * 1024 * 1024, `${size}`);
  });

  it('inflates as much of another message after each', () => {
    const zeros = deflated(Buffer.alloc(12 * 1024 * 1024));
    const used = inflater(true);
    for (let count = 0; count < 3; count++) {
      let size = 0;
      used.push(zeros, true, piece => void (size += piece.length));
      assert.deepEqual([size, used.failed], [12 * 1024 * 1024, undefined]);
    }
  });
});

describe('compressionOf', () => {
  const kept = { keepsContext: true };
  const dropped = { keepsContext: false };
  for (const [header, expected] of [
    [undefined, undefined],
    ['', undefined],
    ['x-webkit-deflate-frame', undefined],
    ['permessage-deflate', { sent: kept, received: kept }],
    [
      'Permessage-Deflate; Server_No_Context_Takeover',
      { sent: kept, received: dropped },
    ],
    [
      'other, permessage-deflate;client_no_context_takeover; server_max_window_bits=10',
      { sent: dropped, received: kept },
    ],
  ] as const) {
    it(`reads ${header}`, () => {
      assert.deepEqual(compressionOf(header), expected);
    });
  }
});
