// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The cost of reading the messages of a WebSocket beyond what the socket itself costs, by the size of a frame: of the wire
// alone, and of a session of Realtime whose frames are sound. Run: node --import tsx bench/web-socket.mjs
import { Duplex } from 'node:stream';
import { deflateRawSync, constants } from 'node:zlib';
import { tapSocket } from '../src/wire/web-socket/socket-tap.ts';
import { track } from '../test/telemetry/support/tracked.ts';
import { listen, socketObserver } from '../test/telemetry/turns/fake-socket.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 60);
const BYTES = 8 * 1024 * 1024;
// A round is short, so that some are not interrupted by other processes.
const MAX_FRAMES = 4000;

/** A frame of a server, or of a client if there is a key. */
function frame(payload, key, isCompressed = false) {
  const size = payload.length;
  const extended = size < 126 ? 0 : size < 65_536 ? 2 : 8;
  const head = Buffer.alloc(2 + extended);
  head[0] = isCompressed ? 0xc1 : 0x81;
  head[1] = extended === 0 ? size : extended === 2 ? 126 : 127;
  if (extended === 2) head.writeUInt16BE(size, 2);
  if (extended === 8) head.writeBigUInt64BE(BigInt(size), 2);
  if (key === undefined) return Buffer.concat([head, payload]);
  head[1] |= 0x80;
  const masked = payload.map((byte, index) => byte ^ key[index & 3]);
  return Buffer.concat([head, key, masked]);
}

/** A socket without a network. It flows: what is given to it reaches its reader at once. */
function openSocket(listener, extensions) {
  const socket = new Duplex({
    read() {},
    write: (_chunk, _encoding, done) => done(),
  });
  if (listener !== undefined) {
    tapSocket({ socket, header: () => extensions }, listener);
  }
  socket.on('data', () => {});
  return socket;
}

function countingListener() {
  let parts = 0;
  return {
    context: run => run(),
    onOpen() {},
    onPart: () => void parts++,
    onUnreadable() {
      throw new Error('unreadable');
    },
    onClose() {},
  };
}

const observer = socketObserver(track());

/** A session in which a turn is under way. */
function session() {
  const url = 'wss://api.openai.com/v1/realtime?model=gpt-realtime';
  const listener = listen(observer, url);
  const begun = { type: 'response.created', response: { id: 'resp_1' } };
  const bytes = Buffer.from(JSON.stringify(begun));
  listener.onPart('received', bytes, true, true, performance.now());
  return listener;
}

/** Messages of Realtime that carry sound, by their direction. */
const sounds = {
  received: delta => ({
    type: 'response.output_audio.delta',
    event_id: 'event_1',
    response_id: 'resp_1',
    item_id: 'item_1',
    output_index: 0,
    content_index: 0,
    delta,
  }),
  sent: audio => ({ type: 'input_audio_buffer.append', audio }),
};

const ways = {
  received: (socket, bytes) => socket.emit('data', bytes),
  sent: (socket, bytes) => socket.write(bytes),
};

/** The time of one frame in nanoseconds; the best of the rounds, since noise only adds. */
function measure(pass, bytes, count, extensions, listener) {
  const best = { bare: Infinity, watched: Infinity };
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of Object.keys(best)) {
      const socket = openSocket(
        kind === 'watched' ? listener() : undefined,
        extensions
      );
      const start = process.hrtime.bigint();
      for (let index = 0; index < count; index++) pass(socket, bytes);
      const time = Number(process.hrtime.bigint() - start) / count;
      best[kind] = Math.min(best[kind], time);
      socket.destroy();
    }
  }
  return best.watched - best.bare;
}

/** A text of that size. */
function textOf(size, content) {
  return content.repeat(Math.ceil(size / content.length)).slice(0, size);
}

function row(
  way,
  text,
  { name = 'wire', isCompressed = false, listener = countingListener } = {}
) {
  const key = way === 'sent' ? Buffer.from([1, 2, 3, 4]) : undefined;
  const payload = Buffer.from(text);
  const size = payload.length;
  const inside = isCompressed
    ? deflateRawSync(payload, {
        finishFlush: constants.Z_SYNC_FLUSH,
      }).subarray(0, -4)
    : payload;
  const bytes = frame(inside, key, isCompressed);
  const count = Math.max(8, Math.min(MAX_FRAMES, Math.floor(BYTES / size)));
  const extensions = isCompressed
    ? 'permessage-deflate; client_no_context_takeover; server_no_context_takeover'
    : undefined;
  const time = measure(ways[way], bytes, count, extensions, listener);
  console.log(
    [
      way.padEnd(9),
      (isCompressed ? `${name}, deflate` : name).padEnd(14),
      String(size).padStart(9),
      `${(time / 1000).toFixed(2)} µs a frame`.padStart(20),
      `${(time / size).toFixed(3)} ns a byte`.padStart(20),
    ].join(' ')
  );
}

console.log(`Node.js ${process.versions.node}, the best of ${ROUNDS} rounds`);
for (const way of Object.keys(ways)) {
  for (const size of [100, 4000, 65_536, 1_048_576]) {
    row(way, textOf(size, 'audio in base64, '));
  }
  for (const size of [100, 4000, 65_536]) {
    const delta = '{"type":"response.output_text.delta","delta":"a"}';
    row(way, textOf(size, delta), { isCompressed: true });
  }
  for (const size of [100, 4000, 65_536]) {
    const sound = sounds[way](textOf(size, 'UklGRiQAAABXQVZF'));
    row(way, JSON.stringify(sound), { name: 'session', listener: session });
  }
}
process.exit();
