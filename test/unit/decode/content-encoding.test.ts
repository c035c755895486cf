// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import * as zlib from 'node:zlib';
import {
  ContentDecoder,
  contentCodings,
} from '../../../src/decode/encoding.ts';
import {
  asSse,
  firstAndLast,
  numbered,
  randomFrom,
  replay,
  SLICES,
} from './replay.ts';

type Encode = (bytes: Uint8Array) => Buffer;

const ENCODERS: Record<string, Encode> = {
  gzip: zlib.gzipSync,
  'x-gzip': zlib.gzipSync,
  deflate: zlib.deflateSync,
  'deflate (raw)': zlib.deflateRawSync,
  br: zlib.brotliCompressSync,
  'gzip, br': bytes => zlib.brotliCompressSync(zlib.gzipSync(bytes)),
  'br,identity , Deflate': bytes =>
    zlib.deflateSync(zlib.brotliCompressSync(bytes)),
};
// Node 20 has no zstd.
if (typeof zlib.zstdCompressSync === 'function') {
  ENCODERS['zstd'] = zlib.zstdCompressSync;
}

const SSE = { contentType: 'text/event-stream', everyEvent: false };
const JSON_TYPE = { contentType: 'application/json', everyEvent: false };

for (const [name, encode] of Object.entries(ENCODERS)) {
  const contentEncoding = name.replace(' (raw)', '');

  describe(`Bodies encoded with ${name}`, () => {
    it('are read when they are JSON', () => {
      const value = { text: 'wörld 😀'.repeat(50) };
      const body = encode(Buffer.from(JSON.stringify(value)));
      for (const slice of SLICES) {
        assert.deepEqual(
          replay(body, { ...JSON_TYPE, contentEncoding }, slice),
          {
            counted: 0,
            stream: false,
            values: [value],
            done: false,
            oversize: false,
          }
        );
      }
    });

    it('are read when they are SSE, and each read counts', () => {
      const events = numbered(30);
      const body = encode(Buffer.from(asSse(events) + 'data: [DONE]\n\n'));
      for (const slice of SLICES) {
        assert.deepEqual(replay(body, { ...SSE, contentEncoding }, slice), {
          counted: slice === Infinity ? 1 : Math.ceil(body.length / slice),
          stream: true,
          values: firstAndLast(events),
          done: true,
          oversize: false,
        });
      }
    });

    it('are told apart by their first decoded bytes when the type says nothing', () => {
      const events = numbered(3);
      const options = { contentType: undefined, contentEncoding };
      const body = encode(Buffer.from(asSse(events)));
      assert.deepEqual(replay(body, options, 7), {
        counted: 0,
        stream: true,
        values: events,
        done: false,
        oversize: false,
      });
      assert.deepEqual(replay(encode(Buffer.from('{"a":1}')), options).values, [
        { a: 1 },
      ]);
    });

    it('give the outline when they are large, in any slices', () => {
      // Random letters, so that the encoded body is large, too.
      const random = randomFrom(7);
      const letters = Array.from({ length: 300_000 }, () =>
        String.fromCharCode(97 + random(26))
      );
      const text = letters.join('');
      const value = { n: 1, text, end: { n: 2 } };
      const body = encode(Buffer.from(JSON.stringify(value)));
      assert.ok(body.length > 64 * 1024);
      for (const slice of [1000, 65_536, Infinity]) {
        const { values } = replay(
          body,
          { ...JSON_TYPE, contentEncoding },
          slice
        );
        assert.deepEqual(values, [{ ...value, text: '' }]);
      }
      const every = { contentType: 'application/json', everyEvent: true };
      const { values } = replay(body, { ...every, contentEncoding });
      assert.deepEqual(values, [value]);
    });

    it('give what can be had when they are cut, and never throw', () => {
      const events = numbered(40);
      const body = encode(Buffer.from(asSse(events)));
      for (let cut = 0; cut <= body.length; cut++) {
        const { values } = replay(body.subarray(0, cut), {
          contentType: 'text/event-stream',
          contentEncoding,
          everyEvent: true,
        });
        assert.deepEqual(values, events.slice(0, values.length), `cut ${cut}`);
        if (cut === body.length) assert.equal(values.length, events.length);
      }
    });

    it('never throw when bytes are broken (seed 99)', () => {
      const random = randomFrom(99);
      const body = encode(Buffer.from(asSse(numbered(40))));
      for (let run = 0; run < 200; run++) {
        const broken = Buffer.from(body);
        broken[random(broken.length)] = random(256);
        const { stream } = replay(broken, { ...SSE, contentEncoding });
        assert.equal(stream, true);
      }
    });
  });
}

describe('Streams that the server flushes after each event', () => {
  const events = numbered(20);

  /** All the bytes that were sent after each event. */
  async function flushed(
    compress: zlib.Gzip | zlib.BrotliCompress | zlib.Deflate
  ): Promise<Buffer[]> {
    const parts: Buffer[] = [];
    compress.on('data', (part: Buffer) => parts.push(part));
    const sent: Buffer[] = [];
    for (const event of events) {
      compress.write(asSse([event]));
      await new Promise<void>(resolve => {
        compress.flush(resolve);
      });
      sent.push(Buffer.concat(parts));
    }
    compress.destroy();
    return sent;
  }

  const streams = {
    gzip: () => zlib.createGzip(),
    deflate: () => zlib.createDeflate(),
    br: () => zlib.createBrotliCompress(),
  };
  for (const [contentEncoding, create] of Object.entries(streams)) {
    it(`give every event that was sent before the connection was cut: ${contentEncoding}`, async () => {
      const sent = await flushed(create());
      assert.deepEqual(
        sent.map(
          body =>
            replay(body, {
              contentType: 'text/event-stream',
              contentEncoding,
              everyEvent: true,
            }).values
        ),
        events.map((_, index) => events.slice(0, index + 1))
      );
    });
  }
});

describe('Bodies that cannot be decoded', () => {
  const body = Buffer.from(asSse([{ a: 1 }]));

  it('are not read, but reads of a stream count', () => {
    for (const contentEncoding of ['gzip', 'br', 'compress', 'gzip, what']) {
      assert.deepEqual(replay(body, { ...SSE, contentEncoding }, 7), {
        counted: Math.ceil(body.length / 7),
        stream: true,
        values: [],
        done: false,
        oversize: false,
      });
      assert.deepEqual(
        replay('{"a":1}', { ...JSON_TYPE, contentEncoding }, 7),
        { counted: 0, stream: false, values: [], done: false, oversize: false }
      );
    }
  });

  it('count no empty read', () => {
    assert.equal(replay('', { ...SSE, contentEncoding: 'gzip' }).counted, 0);
    assert.equal(replay('', { ...SSE, contentEncoding: 'what' }).counted, 0);
  });
});

/** The decoded bytes, in slices of the encoded ones. */
function decode(
  bytes: Uint8Array,
  header: string,
  size = 100
): { decoded: Buffer; length: number; oversize: boolean } {
  const codings = contentCodings(header);
  assert.ok(codings);
  const parts: Buffer[] = [];
  let length = 0;
  const decoder = new ContentDecoder(codings, part => {
    length += part.length;
    if (length < 1_000_000) parts.push(Buffer.from(part));
  });
  for (let at = 0; at < bytes.length; at += size) {
    decoder.push(Buffer.from(bytes.subarray(at, at + size)));
  }
  decoder.end();
  const { oversize } = decoder;
  return { decoded: Buffer.concat(parts), length, oversize };
}

describe('contentCodings', () => {
  const encoded = Buffer.from('body');

  it('is empty for no encoding and for identity', () => {
    for (const header of [undefined, '', 'identity', ' Identity ,, identity']) {
      assert.deepEqual(contentCodings(header), [], `${header}`);
    }
  });

  it('knows no encoding by half', () => {
    for (const header of ['compress', 'gzip, what', 'gzipped', '__proto__']) {
      assert.equal(contentCodings(header), undefined, header);
    }
  });

  it('undoes five encodings, and refuses six', () => {
    let bytes: Buffer = encoded;
    for (let times = 0; times < 5; times++) bytes = zlib.gzipSync(bytes);
    assert.deepEqual(
      decode(bytes, Array(5).fill('gzip').join()).decoded,
      encoded
    );
    assert.equal(contentCodings(Array(6).fill('gzip').join()), undefined);
  });

  it('leaves zstd to a Node that has it', () => {
    assert.equal(
      contentCodings('zstd') !== undefined,
      'zstdDecompressSync' in zlib
    );
  });
});

describe('ContentDecoder', () => {
  const zeros = Buffer.alloc(200_000_000);

  it('stops at a bomb, whose bytes it never holds', () => {
    const bomb = zlib.gzipSync(zeros);
    for (const size of [1000, Infinity]) {
      const { length, oversize } = decode(bomb, 'gzip', size);
      assert.equal(oversize, true);
      assert.ok(length < 160_000_000, `${length}`);
    }
    const brotli = zlib.brotliCompressSync(zeros, {
      params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 },
    });
    assert.equal(decode(brotli, 'br').oversize, true);
    const twice = decode(zlib.gzipSync(bomb), 'gzip, gzip');
    assert.equal(twice.oversize, true);
    assert.ok(twice.length < 160_000_000, `${twice.length}`);
  });

  it('gives what came before the bytes break', () => {
    const text = Buffer.from('word '.repeat(10_000));
    const body = Buffer.concat([zlib.gzipSync(text), Buffer.alloc(50, 7)]);
    assert.equal(decode(body, 'gzip', 7).oversize, false);
    assert.equal(decode(Buffer.from('broken'), 'gzip').length, 0);
    assert.equal(decode(Buffer.alloc(0), 'gzip').length, 0);
  });

  it('reads several members, and leaves no listener and no error behind', async () => {
    const body = Buffer.concat([zlib.gzipSync('a'), zlib.gzipSync('b')]);
    assert.equal(decode(body, 'gzip', 1).decoded.toString(), 'ab');
    decode(Buffer.from('broken'), 'gzip, br');
    // An error of zlib is emitted in a later turn.
    await new Promise(resolve => setImmediate(resolve));
  });
});
