// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CLOSE = 8;

/**
 * Accepts a WebSocket. It knows as much of the protocol as a mock needs: text messages of one frame, and the close.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6455
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:net').Socket} socket
 * @param {{ onMessage(text: string): void, onClose(): void }} listener `onClose` is called once
 * @returns {(message: object) => void} sends a message as JSON
 */
export function acceptSocket(request, socket, { onMessage, onClose }) {
  const accept = createHash('sha1')
    .update(request.headers['sec-websocket-key'] + GUID)
    .digest('base64');
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n' +
      `Connection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`
  );
  let received = Buffer.alloc(0);
  let isOpen = true;
  const close = () => {
    if (isOpen) onClose();
    isOpen = false;
  };
  socket.on('data', chunk => {
    received = Buffer.concat([received, chunk]);
    for (let frame = readFrame(received); frame; frame = readFrame(received)) {
      received = received.subarray(frame.end);
      if (frame.opcode === TEXT) onMessage(frame.payload.toString('utf8'));
      if (frame.opcode !== CLOSE) continue;
      close();
      socket.end(frameOf(CLOSE, frame.payload));
    }
  });
  socket.on('error', () => socket.destroy());
  socket.once('close', close);
  return message => {
    if (isOpen)
      socket.write(frameOf(TEXT, Buffer.from(JSON.stringify(message))));
  };
}

/** The first frame of what has come, without its mask; nothing until it is whole. */
function readFrame(bytes) {
  if (bytes.length < 2) return undefined;
  const short = bytes[1] & 127;
  const start = { 126: 4, 127: 10 }[short] ?? 2;
  if (bytes.length < start + 4) return undefined;
  const length =
    start === 2
      ? short
      : start === 4
        ? bytes.readUInt16BE(2)
        : Number(bytes.readBigUInt64BE(2));
  const end = start + 4 + length;
  if (bytes.length < end) return undefined;
  // Every frame of a client is masked.
  const mask = bytes.subarray(start, start + 4);
  const payload = Buffer.from(bytes.subarray(start + 4, end));
  for (let at = 0; at < length; at++) payload[at] ^= mask[at & 3];
  return { opcode: bytes[0] & 15, payload, end };
}

function frameOf(opcode, payload) {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65536 ? 4 : 10);
  head[0] = 128 | opcode;
  if (head.length === 2) {
    head[1] = length;
  } else if (head.length === 4) {
    head[1] = 126;
    head.writeUInt16BE(length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}
