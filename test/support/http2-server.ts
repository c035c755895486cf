// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import {
  createSecureServer,
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import type { Socket } from 'node:net';
import { http2Replies } from './http2-replies.ts';
import { listenOnLoopback, Unsettled, urlsBelow } from './loopback.ts';
import { replies } from './wire-replies.ts';
import {
  type Certificate,
  INFERENCE_PATH,
  type Received,
  type WireServer,
} from './wire-server.ts';

/** The server of the wire's tests, in HTTP/2: in the clear, or by TLS where a certificate is given. */
export async function startHttp2Server(
  certificate?: Certificate
): Promise<WireServer> {
  const log: Received[] = [];
  const sessions = new Map<ServerHttp2Session, number>();
  const sockets = new Set<Socket>();
  const open = new Unsettled();
  const gates: (() => void)[] = [];

  const answer = (
    request: Http2ServerRequest,
    response: Http2ServerResponse
  ): void => {
    const url = new URL(request.url, 'http://server');
    const kind = url.pathname.split('/')[1] ?? '';
    const digest = createHash('sha1');
    const { session } = request.stream;
    const received = {
      method: request.method,
      path: request.url,
      rawHeaders: request.rawHeaders,
      connection: sessions.get(session as ServerHttp2Session) ?? 0,
      trailers: {} as Record<string, string | undefined>,
      body: Buffer.alloc(0) as Buffer,
      sent: 0,
      outcome: 'open' as Received['outcome'],
      get sentDigest() {
        return digest.copy().digest('hex');
      },
    };
    const earlier = log.filter(({ path }) => path === received.path).length;
    log.push(received);
    open.add(response);
    response.stream.on('error', () => {});
    response.stream.once('close', () => {
      const { writableFinished, rstCode } = response.stream;
      received.outcome = writableFinished && rstCode === 0 ? 'finished' : 'cut';
      open.delete(response);
    });
    const count = (chunk: string | Uint8Array): void => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      received.sent += bytes.length;
      digest.update(bytes);
    };
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('error', () => {});
    request.on('end', () => {
      received.body = Buffer.concat(parts);
      received.trailers = request.trailers as Record<string, string>;
      const tools = {
        request,
        response,
        query: url.searchParams,
        body: received.body,
        earlier,
        write: (chunk: string | Uint8Array) => {
          count(chunk);
          return response.write(chunk);
        },
        end: (chunk?: string | Uint8Array) => {
          if (chunk !== undefined) count(chunk);
          response.end(chunk as string);
        },
        gate: (step: () => void) => gates.push(step),
        cut: (how: 'reset' | 'end') => {
          const { remotePort } = request.socket;
          const socket = [...sockets].find(
            each => each.remotePort === remotePort
          );
          if (how === 'reset') socket?.resetAndDestroy();
          else socket?.destroy();
        },
      };
      const reply = http2Replies[kind];
      if (reply !== undefined) reply(tools);
      // The response of HTTP/2 has what these use of the older one.
      else (replies[kind] ?? replies['missing'])?.(tools as never);
    });
  };

  const server = certificate
    ? createSecureServer({ ...certificate, allowHTTP1: true }, answer)
    : createServer(answer);
  server.on('session', (session: ServerHttp2Session) => {
    sessions.set(session, sessions.size + 1);
    session.on('error', () => {});
  });
  server.on('sessionError', () => {});
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  const origin = await listenOnLoopback(server, certificate ? 'https' : 'http');

  return {
    origin,
    log,
    get connections() {
      return sessions.size;
    },
    url: urlsBelow(origin, INFERENCE_PATH),
    release: () => gates.shift()?.(),
    settled: milliseconds => open.settled(milliseconds),
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        for (const session of sessions.keys()) session.destroy();
        for (const socket of sockets) socket.destroy();
      }),
  };
}
