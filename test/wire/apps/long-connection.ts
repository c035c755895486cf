// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// An hour of a voice connection, as fast as it goes: 100 frames of audio a second to the server, and as many back. Prints
// the memory after every ten minutes, in bytes.
import { Duplex } from 'node:stream';
import { tapSocket } from '../../../src/wire/web-socket/socket-tap.ts';
import { frame, someKey } from '../../support/web-socket-frames.ts';

const FRAMES_OF_TEN_MINUTES = 10 * 60 * 100;

const audio = Buffer.alloc(480, 'sound').toString('base64');
const payload = JSON.stringify({ type: 'input_audio_buffer.append', audio });
const sent = frame({ payload, key: someKey });
const received = frame({ payload });

const socket = new Duplex({
  read() {},
  write: (_chunk, _encoding, done) => done(),
});
const told = { parts: 0, bytes: 0, unreadable: 0 };
tapSocket(
  { socket, headers: { get: () => undefined } },
  {
    context: fn => fn(),
    onOpen() {},
    onPart(_way, part) {
      told.parts++;
      told.bytes += part.length;
    },
    onUnreadable: () => void told.unreadable++,
    onClose() {},
  }
);
socket.on('data', () => {});

const memory: number[] = [];
for (let part = 0; part < 7; part++) {
  for (let index = 0; index < FRAMES_OF_TEN_MINUTES; index++) {
    socket.write(sent);
    // Cut in the middle of the header at times, as packets are.
    const cut = index % 5;
    if (cut > 0) socket.emit('data', received.subarray(0, cut));
    socket.emit('data', received.subarray(cut));
  }
  // The writes above are done in the next turn.
  await new Promise(resolve => setImmediate(resolve));
  globalThis.gc?.();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  memory.push(heapUsed + external + arrayBuffers);
}
console.log(JSON.stringify({ memory, told, size: payload.length }));
