// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Random and broken frames against the reader of WebSockets: see scripts/fuzz.mjs.
import { isDeepStrictEqual } from 'node:util';
import { constants, deflateRawSync } from 'node:zlib';
import { MessageReader } from '../../src/wire/web-socket/message-reader.ts';
import { frame, opcodes } from '../../test/support/web-socket-frames.ts';
import { mutated } from './decoders.mjs';

const keptContext = { keepsContext: true };

/** Everything that a listener is told of one direction, given in chunks of the sizes. */
function read(bytes, way, compression, nextSize) {
  const messages = [];
  let open = [];
  let unreadable = 0;
  let closes = 0;
  const listener = {
    onPart(_way, part, text, last) {
      if (unreadable > 0) throw new Error('a part after onUnreadable');
      open.push(Buffer.from(part));
      if (!last) return;
      messages.push([text, Buffer.concat(open).toString('latin1')]);
      open = [];
    },
    onUnreadable: () => void unreadable++,
  };
  const onClose = () => void closes++;
  const reader = new MessageReader(way, listener, compression, onClose);
  for (let at = 0; at < bytes.length;) {
    const size = nextSize();
    // Each chunk in a buffer of its own that is written over, as an application may do.
    const chunk = Uint8Array.prototype.slice.call(bytes, at, at + size);
    reader.push(chunk, 0);
    chunk.fill(0x0a);
    at += size;
  }
  reader.close();
  // Of a message that cannot be inflated, it depends on the chunks how much is told before.
  const rest = unreadable > 0 ? '' : Buffer.concat(open).toString('latin1');
  return { messages, rest, unreadable, closes };
}

/** Some messages of one direction, in fragments, with control frames between, compressed or not. */
function conversation(random, way, compression) {
  const key = () =>
    way === 'sent' ? [0, 0, 0, 0].map(() => random(256)) : undefined;
  const frames = [];
  for (let count = 1 + random(4); count > 0; count--) {
    const text = `{"type":"delta","delta":"${'word '.repeat(random(60))}"}`;
    const isCompressed = compression !== undefined && random(2) === 0;
    let left = isCompressed
      ? deflateRawSync(text, {
          finishFlush: constants.Z_SYNC_FLUSH,
        }).subarray(0, -4)
      : Buffer.from(text);
    for (let first = true; first || left.length > 0; first = false) {
      const size = random(5) === 0 ? random(left.length + 1) : left.length;
      const payload = left.subarray(0, size);
      left = left.subarray(size);
      frames.push(
        frame({
          payload,
          opcode: first ? opcodes.text : opcodes.continuation,
          reserved: first && isCompressed ? 4 : 0,
          final: left.length === 0,
          key: key(),
        })
      );
      if (random(6) === 0) {
        frames.push(frame({ opcode: opcodes.ping, payload: 'p', key: key() }));
      }
    }
  }
  return Buffer.concat(frames);
}

/** One direction, whole or broken, in random chunks: the same as in one chunk, and nothing throws. */
export function readSocket(random, round) {
  const way = random(2) === 0 ? 'sent' : 'received';
  const compression = random(2) === 0 ? keptContext : undefined;
  const whole = conversation(random, way, compression);
  const bytes = random(3) === 0 ? whole : mutated(whole, random);
  const most = 1 + random(40);
  const expected = read(bytes, way, compression, () => Infinity);
  const sliced = read(bytes, way, compression, () => 1 + random(most));
  if (bytes === whole && expected.unreadable > 0) {
    throw new Error(`round ${round}: a whole conversation is unreadable`);
  }
  if (isDeepStrictEqual(expected, sliced)) return;
  const told = [bytes.toString('hex'), expected, sliced];
  throw new Error(
    [`round ${round}, ${way}`, ...told.map(each => JSON.stringify(each))].join(
      '\n'
    )
  );
}
