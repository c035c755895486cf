// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// What it costs to read the messages of a WebSocket beyond what the socket itself costs, by the size of a frame. Run:
// node --import tsx bench/web-socket.mjs
import { Duplex } from 'node:stream';
import { deflateRawSync, constants } from 'node:zlib';
import { tapSocket } from '../src/wire/web-socket/socket-tap.ts';

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
function openSocket(isWatched, extensions) {
  const socket = new Duplex({
    read() {},
    write: (_chunk, _encoding, done) => done(),
  });
  let parts = 0;
  if (isWatched) {
    const listener = {
      context: run => run(),
      onOpen() {},
      onPart: () => void parts++,
      onUnreadable() {
        throw new Error('unreadable');
      },
      onClose() {},
    };
    tapSocket({ socket, header: () => extensions }, listener);
  }
  socket.on('data', () => {});
  return socket;
}

const ways = {
  received: (socket, bytes) => socket.emit('data', bytes),
  sent: (socket, bytes) => socket.write(bytes),
};

/** The time of one frame in nanoseconds; the best of the rounds, since noise only adds. */
function measure(pass, bytes, count, extensions) {
  const best = { bare: Infinity, watched: Infinity };
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of Object.keys(best)) {
      const socket = openSocket(kind === 'watched', extensions);
      const start = process.hrtime.bigint();
      for (let index = 0; index < count; index++) pass(socket, bytes);
      const time = Number(process.hrtime.bigint() - start) / count;
      best[kind] = Math.min(best[kind], time);
      socket.destroy();
    }
  }
  return best.watched - best.bare;
}

function row(way, size, content, isCompressed = false) {
  const key = way === 'sent' ? Buffer.from([1, 2, 3, 4]) : undefined;
  const text = Buffer.from(content.repeat(Math.ceil(size / content.length)));
  const payload = text.subarray(0, size);
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
  const time = measure(ways[way], bytes, count, extensions);
  console.log(
    [
      way.padEnd(9),
      (isCompressed ? 'deflate' : 'plain').padEnd(8),
      String(size).padStart(9),
      `${(time / 1000).toFixed(2)} µs a frame`.padStart(20),
      `${(time / size).toFixed(3)} ns a byte`.padStart(20),
    ].join(' ')
  );
}

console.log(`Node.js ${process.versions.node}, the best of ${ROUNDS} rounds`);
for (const way of Object.keys(ways)) {
  for (const size of [100, 4000, 65_536, 1_048_576]) {
    row(way, size, 'audio in base64, ');
  }
  for (const size of [100, 4000, 65_536]) {
    row(way, size, '{"type":"response.output_text.delta","delta":"a"}', true);
  }
}
