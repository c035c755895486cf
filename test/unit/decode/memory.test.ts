// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createDecoder, type Decoder } from '../../../src/decode/decoder.ts';
import type { DecoderOptions } from '../../../src/decode/reader.ts';
import { eventMessage } from './event-frames.ts';
import { SSE_OPTIONS } from './replay.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
/** Node.js itself may have begun a pool of small buffers, of 8 or 64 KiB by its version. */
const KEPT = 64 * KIB + Buffer.poolSize;

describe('Memory of a decoder', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;

  function heldBytes(): number {
    collect();
    collect();
    return process.memoryUsage().arrayBuffers;
  }

  /** The most that was held at each of the first MiB of `parts` and at some later, and what is held after the end. */
  function measure(
    options: Partial<DecoderOptions>,
    parts: Iterable<Buffer>
  ): { most: number; after: number; decoder: Decoder } {
    const decoder = createDecoder({ ...SSE_OPTIONS, ...options });
    const before = heldBytes();
    let most = 0;
    let pushed = 0;
    let next = MIB;
    for (const part of parts) {
      decoder.push(part);
      pushed += part.length;
      if (pushed >= next) {
        most = Math.max(most, heldBytes() - before);
        next += pushed < 6 * MIB ? MIB : 8 * MIB;
      }
    }
    most = Math.max(most, heldBytes() - before);
    decoder.end();
    return { most, after: heldBytes() - before, decoder };
  }

  /** 50 MB out of one buffer, so that the body itself takes no memory that counts. */
  function* endless(start: string, chunk: Buffer): Generator<Buffer> {
    yield Buffer.from(start);
    for (let sent = 0; sent < 50 * MIB; sent += chunk.length) yield chunk;
  }

  const letters = Buffer.alloc(64 * KIB, 'a');
  const kinds = {
    'SSE without a newline': ['text/event-stream', ''],
    'SSE, one event without an end': ['text/event-stream', 'data: {"a":"'],
    'NDJSON without a newline': ['application/x-ndjson', '{"a":"'],
    'a JSON array, one element without an end': ['application/json', '[{"a":"'],
  } as const;
  for (const [name, [contentType, start]] of Object.entries(kinds)) {
    for (const everyEvent of [false, true]) {
      const bound = everyEvent ? 5 * MIB : 256 * KIB;
      it(`stays below ${bound / KIB} KiB: 50 MB of ${name}${everyEvent ? ', every event wanted' : ''}`, function () {
        const { most, after } = measure(
          { contentType, everyEvent },
          endless(start, letters)
        );
        assert.ok(most < bound, `held ${most}`);
        assert.ok(after < KEPT, `held ${after} after the end`);
      });
    }
  }

  it('stays near the bound: 50 MB of JSON, plain and encoded', function () {
    for (const contentEncoding of [undefined, 'gzip']) {
      const { most, after } = measure(
        { contentType: 'application/json', contentEncoding, maxBodyBytes: MIB },
        endless('{"a":"', letters)
      );
      assert.ok(most <= MIB, `held ${most}`);
      assert.ok(after < KEPT, `held ${after} after the end`);
    }
  });

  it('keeps nothing of audio', () => {
    const { most } = measure(
      { contentType: 'audio/mpeg' },
      endless('ID3', letters)
    );
    assert.ok(most < 64 * KIB, `held ${most}`);
  });

  const frame = (text: string): Buffer => eventMessage('chunk', { a: text });
  const framings: Record<
    string,
    { contentType: string; event(text: string): Buffer; start?: string }
  > = {
    SSE: {
      contentType: 'text/event-stream',
      event: text => Buffer.from(`data: {"a":"${text}"}\n\n`),
    },
    NDJSON: {
      contentType: 'application/x-ndjson',
      event: text => Buffer.from(`{"a":"${text}"}\n`),
    },
    'an AWS event stream': {
      contentType: 'application/vnd.amazon.eventstream',
      event: frame,
    },
    'a JSON array': {
      contentType: 'application/json',
      event: text => Buffer.from(`,{"a":"${text}"}`),
      start: '[{"a":""}',
    },
  };

  /** Each event in slices, of one buffer that is there before and stays. */
  function* sliced(
    start: string,
    events: readonly Buffer[],
    size: number
  ): Generator<Buffer> {
    if (start !== '') yield Buffer.from(start);
    for (const event of events) {
      for (let at = 0; at < event.length; at += size) {
        yield event.subarray(at, at + size);
      }
    }
  }

  for (const [name, { contentType, event, start = '' }] of Object.entries(
    framings
  )) {
    const sizes = {
      'small events': Array.from({ length: 100 }, () => 3 * KIB),
      'events that fill the place for them': Array.from(
        { length: 40 },
        () => 15 * KIB
      ),
      'large ones first, within and last': [
        ...[900, 1, 2, 30, 31, 32, 33, 500, 1, 900].map(size => size * KIB),
      ],
    };
    for (const [kind, lengths] of Object.entries(sizes)) {
      for (const readEvery of [false, true]) {
        it(`is 160 KiB at most: ${name}, ${kind}${readEvery ? ', each of them read' : ''}`, function () {
          const events = lengths.map(size => event('a'.repeat(size)));
          const largest = Math.max(...events.map(each => each.length));
          for (const size of readEvery ? [Infinity] : [64]) {
            const decoder = createDecoder({
              ...SSE_OPTIONS,
              contentType,
              readEvery,
            });
            const before = heldBytes();
            let most = 0;
            let pushed = 0;
            for (const part of sliced(start, events, size)) {
              decoder.push(part);
              pushed += part.length;
              if (pushed < 300 * KIB) continue;
              pushed = 0;
              most = Math.max(most, heldBytes() - before);
            }
            most = Math.max(most, heldBytes() - before);
            // What is large has an eighth of its size to grow.
            const bound = 64 * KIB + largest * 1.125;
            assert.ok(most <= bound, `held ${most} of ${bound}, by ${size}`);
            decoder.end();
            assert.ok(heldBytes() - before < 16 * KIB, 'after the end');
          }
        });
      }
    }
  }

  it('holds a long line that crosses chunks where every event is wanted, and gives its memory back', () => {
    const before = heldBytes();
    const decoder = createDecoder({ ...SSE_OPTIONS, everyEvent: true });
    decoder.push(Buffer.from('data: {"a":1}\n\ndata: "'));
    for (let sent = 0; sent < 15; sent++) decoder.push(letters);
    const during = heldBytes() - before;
    decoder.push(Buffer.from('"\n\n'));
    const after = heldBytes() - before;
    assert.ok(during > 900 * KIB, `held ${during}`);
    assert.ok(after < 16 * KIB, `held ${after}`);
    decoder.end();
  });

  it('takes none for a stream before its first chunk', () => {
    const before = heldBytes();
    const decoders = Array.from({ length: 1000 }, () =>
      createDecoder(SSE_OPTIONS)
    );
    const held = heldBytes() - before;
    assert.ok(held < 64 * KIB, `held ${held}`);
    assert.equal(decoders.length, 1000);
  });

  it('holds no chunk that was pushed', async () => {
    for (const contentType of [
      'text/event-stream',
      'application/x-ndjson',
      'application/json',
      undefined,
    ]) {
      for (const contentEncoding of [undefined, 'gzip']) {
        const decoder = createDecoder({
          ...SSE_OPTIONS,
          contentType,
          contentEncoding,
        });
        const chunks = ['d', 'ata: {"a":1}\n\nda', '{"a":1}\n{"b'].map(text => {
          const chunk = Buffer.from(new TextEncoder().encode(text).buffer);
          decoder.push(chunk);
          return new WeakRef(chunk.buffer);
        });
        // What a WeakRef was made of stays for the rest of the job.
        await new Promise(resolve => setImmediate(resolve));
        collect();
        assert.deepEqual(
          chunks.map(chunk => chunk.deref()),
          [undefined, undefined, undefined],
          `${contentType}, ${contentEncoding}`
        );
        decoder.end();
      }
    }
  });
});
