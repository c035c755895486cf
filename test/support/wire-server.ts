// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import {
  createServer as createPlain,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { Socket } from 'node:net';
import { listenOnLoopback, Unsettled, urlsBelow } from './loopback.ts';
import { replies } from './wire-replies.ts';

/** The tail that makes the observer of the tests want a request. */
export const INFERENCE_PATH = '/v1/chat/completions';

/** One request as the server got it, and what it sent back. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly rawHeaders: string[];
  /** Which connection of this server carried it, counted from 1. */
  readonly connection: number;
  readonly trailers: Record<string, string | undefined>;
  readonly body: Buffer;
  /** Bytes of the response body, encoded, that were handed to the socket. */
  readonly sent: number;
  /** SHA-1 of those bytes. */
  readonly sentDigest: string;
  /** `finished`: all of it was sent; `cut`: the connection went away before. */
  readonly outcome: 'open' | 'finished' | 'cut';
}

export interface WireServer {
  readonly origin: string;
  readonly log: readonly Received[];
  readonly connections: number;
  /** Address of one kind of reply, with the inference path behind it. */
  url(kind: string, query?: Record<string, string | number>): string;
  /** Lets a `gated` reply take its next step. */
  release(): void;
  /** Resolves when no reply is open any more, or after the time. */
  settled(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

export interface ReplyTools {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  /** How many requests there were before for the same path. */
  readonly earlier: number;
  /** Writes to the response and counts; the same result as `write`. */
  write(chunk: string | Uint8Array): boolean;
  end(chunk?: string | Uint8Array): void;
  /** Runs when the test calls `release()`. */
  gate(step: () => void): void;
}

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A server of our own on the loopback, one for each run of a probe, so that no connection is inherited. */
export async function startWireServer(
  certificate?: Certificate
): Promise<WireServer> {
  const log: Received[] = [];
  const sockets = new Map<Socket, number>();
  const open = new Unsettled();
  const gates: (() => void)[] = [];

  const answer: RequestListener = (request, response) => {
    const url = new URL(request.url ?? '/', 'http://server');
    const kind = url.pathname.split('/')[1] ?? '';
    const digest = createHash('sha1');
    const received = {
      method: request.method ?? '',
      path: request.url ?? '',
      rawHeaders: request.rawHeaders,
      connection: sockets.get(request.socket) ?? 0,
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
    response.once('close', () => {
      received.outcome = response.writableFinished ? 'finished' : 'cut';
      open.delete(response);
    });
    const count = (chunk: string | Uint8Array): void => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      // Answers to HEAD have no body on the wire, whatever is written.
      if (request.method === 'HEAD') return;
      received.sent += bytes.length;
      digest.update(bytes);
    };
    const reply = replies[kind] ?? replies['missing'];
    const run = (body: Buffer): void => {
      received.body = body;
      received.trailers = request.trailers;
      reply?.({
        request,
        response,
        query: url.searchParams,
        body,
        earlier,
        write: chunk => {
          count(chunk);
          return response.write(chunk);
        },
        end: chunk => {
          if (chunk !== undefined) count(chunk);
          response.end(chunk);
        },
        gate: step => gates.push(step),
      });
    };
    if (kind === 'eager') return run(Buffer.alloc(0));
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('error', () => {});
    request.on('end', () => run(Buffer.concat(parts)));
  };

  const server: Server = certificate
    ? createSecure({ ...certificate }, answer)
    : createPlain(answer);
  server.keepAliveTimeout = 60_000;
  const welcome = (socket: Socket): void => {
    sockets.set(socket, sockets.size + 1);
    socket.on('error', () => {});
  };
  server.on(certificate ? 'secureConnection' : 'connection', welcome);
  server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    socket.end(
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: ' +
        `${request.headers.upgrade ?? ''}\r\nconnection: upgrade\r\n\r\nhello`
    );
  });
  const origin = await listenOnLoopback(server, certificate ? 'https' : 'http');

  return {
    origin,
    log,
    get connections() {
      return sockets.size;
    },
    url: urlsBelow(origin, INFERENCE_PATH),
    release: () => gates.shift()?.(),
    settled: milliseconds => open.settled(milliseconds),
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets.keys()) socket.destroy();
      }),
  };
}
