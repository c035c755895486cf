// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  FrameReader,
  type MessageKind,
} from '../../../src/wire/web-socket/frame-reader.ts';
import { randomChunks } from '../../support/cuts.ts';
import {
  closeFrame,
  type Frame,
  frame,
  opcodes,
  someKey,
} from '../../support/web-socket-frames.ts';

/** The messages of a reader, joined, and how it ended. */
class Story {
  readonly messages: unknown[] = [];
  readonly reader: FrameReader;
  private parts: Buffer[] = [];

  constructor(masked: boolean, compresses = false) {
    this.reader = new FrameReader(masked, compresses, this);
  }

  onPayload(part: Uint8Array, message: MessageKind, last: boolean): void {
    this.parts.push(Buffer.from(part));
    if (!last) return;
    const kind = message.text ? 'text' : 'binary';
    const how = message.compressed ? ' compressed' : '';
    this.messages.push([kind + how, Buffer.concat(this.parts).toString('hex')]);
    this.parts = [];
  }

  onCloseFrame(code: number | undefined): void {
    this.messages.push(['close', code]);
  }

  push(...chunks: Uint8Array[]): this {
    for (const chunk of chunks) this.reader.push(chunk);
    return this;
  }

  get told(): unknown {
    const open = Buffer.concat(this.parts).toString('hex');
    return [this.messages, open, this.reader.malformed];
  }
}

const sizes = [0, 1, 3, 4, 5, 125, 126, 127, 65_535, 65_536, 70_001];
const bytes = Buffer.from(
  Array.from({ length: 70_001 }, (_, index) => (index * 7 + (index >> 8)) & 255)
);
const hex = (size: number): string => bytes.subarray(0, size).toString('hex');

/** A connection with all that a frame may be. */
function connection(key: number[] | undefined): Buffer {
  return Buffer.concat([
    frame({ payload: 'hello', key }),
    frame({ payload: '', key }),
    frame({ payload: bytes.subarray(0, 300), opcode: opcodes.binary, key }),
    frame({ payload: 'one ', final: false, key }),
    frame({ payload: 'a ping', opcode: opcodes.ping, key }),
    frame({ payload: '', opcode: 0, final: false, key }),
    frame({ payload: 'two ', opcode: 0, final: false, key }),
    frame({ payload: 'a pong', opcode: opcodes.pong, key }),
    frame({ payload: '', opcode: 0, key }),
    frame({ payload: 'short', lengthBytes: 2, key }),
    frame({ payload: 'short', lengthBytes: 8, key }),
    closeFrame(1000, 'bye', key),
    Buffer.from('whatever comes then'),
  ]);
}

const whole = [
  [
    ['text', Buffer.from('hello').toString('hex')],
    ['text', ''],
    ['binary', hex(300)],
    ['text', Buffer.from('one two ').toString('hex')],
    ['text', Buffer.from('short').toString('hex')],
    ['text', Buffer.from('short').toString('hex')],
    ['close', 1000],
  ],
  '',
  undefined,
];

describe('FrameReader', () => {
  for (const [side, key] of [
    ['server', undefined],
    ['client', someKey],
  ] as const) {
    const masked = key !== undefined;

    for (const size of sizes) {
      it(`reads a message of ${size} bytes of a ${side}`, () => {
        const payload = bytes.subarray(0, size);
        const sent = frame({ payload, opcode: opcodes.binary, key });
        const before = Buffer.from(sent);
        const { told } = new Story(masked).push(sent, sent);
        const message = ['binary', hex(size)];
        assert.deepEqual(told, [[message, message], '', undefined]);
        assert.deepEqual(sent, before, 'the bytes stay as they are');
      });
    }

    it(`reads a connection of a ${side} that is cut after every byte`, () => {
      const sent = connection(key && [...key]);
      for (let cut = 0; cut <= sent.length; cut++) {
        const chunks = [sent.subarray(0, cut), sent.subarray(cut)];
        assert.deepEqual(new Story(masked).push(...chunks).told, whole);
      }
    });

    it(`reads a connection of a ${side} in chunks of any size`, () => {
      const sent = connection(key && [...key]);
      for (const largest of [1, 2, 7, 100]) {
        for (let seed = 1; seed < 40; seed++) {
          const story = new Story(masked);
          story.push(...randomChunks(sent, seed, largest));
          assert.deepEqual(story.told, whole, `${largest}, ${seed}`);
        }
      }
    });

    it(`tells of what a ${side} has sent so far, wherever it is cut`, () => {
      const sent = frame({ payload: bytes.subarray(0, 200), key });
      const head = sent.length - 200;
      for (let cut = 0; cut < sent.length; cut++) {
        const { told } = new Story(masked).push(sent.subarray(0, cut));
        const read = Math.max(0, cut - head);
        assert.deepEqual(told, [[], hex(read), undefined]);
      }
    });
  }

  it('tells of a close frame without a code', () => {
    assert.deepEqual(new Story(false).push(closeFrame()).messages, [
      ['close', undefined],
    ]);
  });

  it('marks the message that begins with a compressed frame', () => {
    const story = new Story(false, true).push(
      frame({ payload: 'a', reserved: 4, final: false }),
      frame({ payload: 'b', opcode: 0 }),
      frame({ payload: 'c' })
    );
    assert.deepEqual(story.messages, [
      ['text compressed', '6162'],
      ['text', '63'],
    ]);
  });

  it('keeps nothing of a frame that claims more than any memory has', () => {
    const claims = 2n ** 53n - 1n;
    const story = new Story(false).push(frame({ claims }), bytes);
    assert.deepEqual(story.told, [[], hex(bytes.length), undefined]);
  });

  const unmasked: Record<string, Frame[]> = {
    'a length of 54 bits': [{ claims: 2n ** 53n }],
    'a length of 64 bits': [{ claims: 2n ** 64n - 1n }],
    'a mask': [{ payload: 'a', key: someKey }],
    'the second reserved bit': [{ payload: 'a', reserved: 2 }],
    'the third reserved bit': [{ payload: 'a', reserved: 1 }],
    'compression that was not agreed': [{ payload: 'a', reserved: 4 }],
    'opcode 3': [{ payload: 'a', opcode: 3 }],
    'opcode 7': [{ payload: 'a', opcode: 7 }],
    'opcode 11': [{ payload: 'a', opcode: 11 }],
    'opcode 15': [{ payload: 'a', opcode: 15 }],
    'a continuation of nothing': [{ payload: 'a', opcode: 0 }],
    'a continuation of a message that is complete': [
      { payload: 'a' },
      { payload: 'b', opcode: 0 },
    ],
    'a message within another': [
      { payload: 'a', final: false },
      { payload: 'b' },
    ],
    'a compressed continuation': [
      { payload: 'a', final: false },
      { payload: 'b', opcode: 0, reserved: 4 },
    ],
    'a compressed ping': [{ opcode: opcodes.ping, reserved: 4 }],
    'a ping in fragments': [{ opcode: opcodes.ping, final: false }],
    'a ping of 126 bytes': [{ opcode: opcodes.ping, claims: 126n }],
    'a close frame of one byte': [{ opcode: opcodes.close, payload: 'a' }],
  };
  for (const [name, frames] of Object.entries(unmasked)) {
    it(`stops at ${name}, wherever it is cut`, () => {
      const sent = Buffer.concat([
        frame({ payload: 'before' }),
        ...frames.map(frame),
        frame({ payload: 'after' }),
      ]);
      for (let cut = 0; cut < sent.length; cut++) {
        const story = new Story(false);
        story.push(sent.subarray(0, cut), sent.subarray(cut));
        assert.equal(typeof story.reader.malformed, 'string');
        assert.ok(story.messages.length <= 2);
      }
    });
  }

  it('stops at a frame of a client that is not masked', () => {
    const { reader } = new Story(true).push(frame({ payload: 'a' }));
    assert.equal(reader.malformed, 'mask');
  });
});
