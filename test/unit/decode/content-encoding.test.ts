// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import * as zlib from 'node:zlib';
import { contentCodings, decodeContent } from '../../../src/decode/encoding.ts';
import {
  asSse,
  firstAndLast,
  numbered,
  randomFrom,
  replay,
  type Replayed,
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

    it('are refused a byte above the bound, encoded or decoded', () => {
      // Random letters, so that the encoded body is not much smaller than the decoded one.
      const random = randomFrom(7);
      const letters = Array.from({ length: 4000 }, () =>
        String.fromCharCode(97 + random(26))
      );
      const text = `{"a":"${letters.join('')}"}`;
      const body = encode(Buffer.from(text));
      const read = (bytes: Uint8Array, maxBodyBytes: number): Replayed =>
        replay(bytes, { ...JSON_TYPE, contentEncoding, maxBodyBytes }, 100);
      const common = { counted: 0, stream: false, done: false };
      assert.ok(body.length < text.length);
      assert.deepEqual(read(body, text.length), {
        ...common,
        values: [JSON.parse(text)],
        oversize: false,
      });
      assert.deepEqual(read(body, text.length - 1), {
        ...common,
        values: [],
        oversize: true,
      });
      assert.deepEqual(read(body, body.length - 1), {
        ...common,
        values: [],
        oversize: true,
      });
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
    const five = contentCodings(Array(5).fill('gzip').join());
    assert.ok(five);
    assert.deepEqual(decodeContent(bytes, five, 1000), encoded);
    assert.equal(contentCodings(Array(6).fill('gzip').join()), undefined);
  });

  it('leaves zstd to a Node that has it', () => {
    assert.equal(
      contentCodings('zstd') !== undefined,
      'zstdDecompressSync' in zlib
    );
  });
});

describe('decodeContent', () => {
  const gzip = contentCodings('gzip');
  assert.ok(gzip);

  it('tells what is too large from what is broken', () => {
    const bomb = zlib.gzipSync(Buffer.alloc(10_000_000));
    assert.equal(decodeContent(bomb, gzip, 1_000_000), 'oversize');
    assert.equal(decodeContent(Buffer.from('broken'), gzip, 100), undefined);
  });

  it('bounds what comes between two encodings', () => {
    const codings = contentCodings('gzip, gzip');
    assert.ok(codings);
    const bomb = zlib.gzipSync(zlib.gzipSync(Buffer.alloc(10_000_000)));
    assert.equal(decodeContent(bomb, codings, 5000), 'oversize');
  });

  it('takes an empty body for an empty body', () => {
    assert.equal(decodeContent(Buffer.alloc(0), gzip, 100)?.length, 0);
  });

  it('takes a bound of nothing', () => {
    assert.equal(decodeContent(zlib.gzipSync('a'), gzip, 0), 'oversize');
    const empty = decodeContent(zlib.gzipSync(''), gzip, 0);
    assert.equal(empty?.length, 0);
  });
});
