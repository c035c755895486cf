// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createServer as createPlain, type IncomingMessage } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { crc32 } from 'node:zlib';
import { rawAnswer } from './raw-handshake.ts';
import {
  listenOnLoopback,
  Unsettled,
  urlsBelow,
} from '../../support/loopback.ts';
import type {
  Certificate,
  Received,
  WireServer,
} from '../../support/wire-server.ts';

const { WebSocketServer } = createRequire(import.meta.url)('ws');

/** The end of the paths that the observers of the tests want. */
export const SOCKET_PATH = '/v1/realtime';

/** One message: its kind, its size and its checksum, for which megabytes take a tenth of the time of a digest. */
export type Message = readonly [kind: string, size: number, checksum: number];

export function messageOf(text: boolean, bytes: Uint8Array): Message {
  return [text ? 'text' : 'binary', bytes.length, crc32(bytes)];
}

/** One handshake, and the messages that followed. */
export interface ReceivedSocket extends Received {
  readonly messages: Message[];
  readonly sentMessages: Message[];
}

/** Sends a message and notes it. */
type Send = (message: string | Uint8Array) => void;

interface Conversation {
  readonly socket: any;
  readonly query: URLSearchParams;
  readonly send: Send;
  /** Notes a message that was sent otherwise. */
  readonly sent: (message: string | Uint8Array) => void;
}

const conversations: Record<string, (conversation: Conversation) => void> = {
  echo: ({ socket, send }) => {
    socket.on('message', (message: Buffer, binary: boolean) =>
      send(binary ? message : message.toString())
    );
  },
  push: ({ socket, query, send }) => {
    const size = Number(query.get('size') ?? 5);
    const count = Number(query.get('count') ?? 1);
    const isBinary = query.has('binary');
    for (let index = 0; index < count; index++) {
      const text = `${index % 10}`.repeat(size);
      send(isBinary ? Buffer.from(text) : text);
    }
    socket.close(1000, 'pushed');
  },
  close: ({ socket, query }) => {
    const code = query.get('code');
    if (code === null) socket.close();
    else socket.close(Number(code), query.get('reason') ?? '');
  },
  ping: ({ socket, send }) => {
    socket.ping('are you there');
    socket.on('pong', (data: Buffer) => {
      send(`pong ${data.toString()}`);
      socket.close(1000);
    });
  },
  fragments: ({ socket, send, sent }) => {
    const parts = ['one ', 'two ', '', 'three'];
    parts.forEach((part, index) => {
      socket.send(part, { fin: index === parts.length - 1 });
      if (index === 1) socket.ping('between');
    });
    sent(parts.join(''));
    send('after');
    socket.close(1000);
  },
  terminate: ({ socket, send }) => {
    send('before the cut');
    setImmediate(() => socket.terminate());
  },
  'close-late': ({ socket, send }) => {
    // Messages still come after the close frame of the client.
    socket._socket.prependListener('data', () => {
      if (socket._said) return;
      socket._said = true;
      send('said after your close');
    });
  },
};

const noTakeover = {
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
};

/** How each kind of server compresses; the kind is the first segment of the path. */
const compressions: Record<string, object | false> = {
  plain: false,
  takeover: { threshold: 0 },
  alone: { threshold: 0, ...noTakeover },
};

/** A server of WebSockets, one for each run of a probe. The path is `/COMPRESSION-OR-RAW/CONVERSATION/v1/realtime`. */
export async function startSocketServer(
  certificate?: Certificate
): Promise<WireServer> {
  const log: ReceivedSocket[] = [];
  const sockets = new Map<Socket, number>();
  const open = new Unsettled();

  const receive = (request: IncomingMessage): ReceivedSocket => {
    const messages: Message[] = [];
    const key = request.headers['sec-websocket-key'];
    const received = {
      method: request.method ?? '',
      path: request.url ?? '',
      rawHeaders: request.rawHeaders.map(text => (text === key ? 'KEY' : text)),
      connection: sockets.get(request.socket) ?? 0,
      trailers: {},
      get body() {
        return Buffer.from(JSON.stringify(messages));
      },
      messages,
      sentMessages: [] as Message[],
      sent: 0,
      sentDigest: '',
      outcome: 'open' as Received['outcome'],
    };
    const socket = request.socket;
    open.add(socket);
    socket.once('close', () => {
      received.outcome = 'finished';
      open.delete(socket);
    });
    log.push(received);
    return received;
  };

  const server = certificate ? createSecure({ ...certificate }) : createPlain();
  server.on(certificate ? 'secureConnection' : 'connection', socket => {
    sockets.set(socket, sockets.size + 1);
    socket.on('error', () => {});
  });
  server.on('upgrade', (request, socket: Socket, head) => {
    const received = receive(request);
    const { pathname, searchParams } = new URL(
      request.url ?? '',
      'http://server'
    );
    const [, kind = '', conversation = ''] = pathname.split('/');
    const perMessageDeflate = compressions[kind];
    if (perMessageDeflate === undefined) {
      rawAnswer(kind, request, socket, searchParams);
      return;
    }
    const sockets = new WebSocketServer({
      noServer: true,
      perMessageDeflate,
      maxPayload: 64 * 1024 * 1024,
      handleProtocols: (offered: Set<string>) =>
        offered.has('second') ? 'second' : [...offered][0],
    });
    sockets.handleUpgrade(request, socket, head, (accepted: any) => {
      accepted.on('error', () => {});
      accepted.on('message', (message: Buffer, binary: boolean) => {
        received.messages.push(messageOf(!binary, message));
      });
      const sent = (message: string | Uint8Array): void => {
        const isText = typeof message === 'string';
        received.sentMessages.push(messageOf(isText, Buffer.from(message)));
      };
      const send: Send = message => {
        sent(message);
        accepted.send(message, { binary: typeof message !== 'string' });
      };
      conversations[conversation]?.({
        socket: accepted,
        query: searchParams,
        send,
        sent,
      });
    });
  });
  const origin = await listenOnLoopback(server, certificate ? 'wss' : 'ws');

  return {
    origin,
    log,
    get connections() {
      return sockets.size;
    },
    url: urlsBelow(origin, SOCKET_PATH),
    release: () => {},
    settled: milliseconds => open.settled(milliseconds * 8),
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets.keys()) socket.destroy();
      }),
  };
}
