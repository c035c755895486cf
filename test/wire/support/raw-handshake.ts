// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import {
  closeFrame,
  deflated,
  frame,
} from '../../support/web-socket-frames.ts';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

let madeBomb: Buffer | undefined;

/** Made once: it takes half a second. */
function bomb(): Buffer {
  madeBomb ??= frame({
    payload: deflated(Buffer.alloc(24 * 1024 * 1024)),
    reserved: 4,
  });
  return madeBomb;
}

/** Answers a handshake byte by byte: refused, wrong, or followed by the bytes that the query gives. */
export function rawAnswer(
  kind: string,
  request: IncomingMessage,
  socket: Socket,
  query: URLSearchParams
): void {
  // The connection ends when the client ends it, or answers with a close frame.
  socket.on('end', () => socket.end());
  socket.on('data', (chunk: Buffer) => {
    if (chunk[0] === 0x88) socket.end(closeFrame(1000));
  });
  if (kind === 'silent') return;
  if (kind === 'reset') {
    socket.resetAndDestroy();
    return;
  }
  if (kind === 'status') {
    const status = Number(query.get('status'));
    const to = query.get('to');
    const body = '{"error":{"message":"not today"}}';
    socket.end(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        ...(to === null ? [] : [`location: ${to}`]),
        'content-type: application/json',
        `content-length: ${body.length}`,
        'retry-after: 7',
        'connection: close',
        '',
        body,
      ].join('\r\n')
    );
    return;
  }
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1')
    .update(key + GUID)
    .digest('base64');
  const wrong = query.get('wrong');
  const headers = {
    Upgrade: wrong === 'upgrade' ? 'other' : 'websocket',
    Connection: wrong === 'connection' ? 'close' : 'Upgrade',
    'Sec-WebSocket-Accept': wrong === 'accept' ? 'none' : accept,
    ...(wrong === 'protocol' ? { 'Sec-WebSocket-Protocol': 'other' } : {}),
    ...(wrong === 'extension' ? { 'Sec-WebSocket-Extensions': 'other' } : {}),
    ...(query.has('deflate')
      ? { 'Sec-WebSocket-Extensions': 'permessage-deflate' }
      : {}),
  };
  const lines = Object.entries(headers).map(
    ([name, value]) => `${name}: ${value}`
  );
  const head = `HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`;
  const bytes = query.has('bomb')
    ? bomb()
    : Buffer.from(query.get('bytes') ?? '', 'base64url');
  const then = (): void => {
    const how = query.get('then');
    if (how === 'end') socket.end();
    if (how === 'reset') socket.resetAndDestroy();
  };
  if (query.has('head')) {
    socket.write(Buffer.concat([Buffer.from(head), bytes]), then);
    return;
  }
  const step = Number(query.get('step') ?? bytes.length) || 1;
  socket.write(head);
  const next = (at: number): void => {
    if (at >= bytes.length || socket.destroyed) return then();
    socket.write(bytes.subarray(at, at + step));
    setTimeout(next, 1, at + step);
  };
  socket.setNoDelay();
  setTimeout(next, 5, 0);
}
