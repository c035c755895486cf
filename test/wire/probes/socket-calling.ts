// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createRequire } from 'node:module';
import { describeError, withoutPorts } from '../support/described.ts';
import { messageOf } from '../support/socket-server.ts';
import { startSocketServer } from '../support/socket-server.ts';
import type { Kit } from '../support/transcript.ts';
import { turns } from '../support/waiting.ts';
import { certificate } from './requesting.ts';
import { bundledUndici } from './undici-calling.ts';

const require = createRequire(import.meta.url);
const nodeMajor = Number(process.versions.node.split('.')[0]);

/** A way to open WebSockets. */
export interface Sockets {
  readonly WebSocket: any;
  /** Options of every socket of the run. */
  readonly options: object | undefined;
  /** The sockets of the run, to be closed after it. */
  readonly opened: any[];
}

export interface SocketClient {
  readonly name: string;
  readonly transport: 'http' | 'undici';
  readonly skip: string | false;
  /** The package of undici whose dispatchers it takes. */
  readonly undici?: string | undefined;
  load(): any;
}

const ofPackage = (name: string) => (): unknown =>
  (require(name) as { WebSocket: unknown }).WebSocket;

export const ws: SocketClient = {
  name: 'ws 8',
  transport: 'http',
  skip: false,
  load: ofPackage('ws'),
};

export const socketClients: readonly SocketClient[] = [
  ws,
  {
    name: 'ws 7',
    transport: 'http',
    skip: false,
    load: () => require('ws7') as unknown,
  },
  {
    name: 'built-in WebSocket',
    transport: 'undici',
    skip: nodeMajor < 22 && 'Node.js 20 has none',
    undici: bundledUndici?.name,
    load: () => (globalThis as any).WebSocket,
  },
  {
    name: 'WebSocket of undici 6',
    transport: 'undici',
    skip: false,
    undici: 'undici6',
    load: ofPackage('undici6'),
  },
  {
    name: 'WebSocket of undici 7',
    transport: 'undici',
    skip: false,
    undici: 'undici',
    load: ofPackage('undici'),
  },
  {
    name: 'WebSocket of undici 8',
    transport: 'undici',
    skip: nodeMajor < 22 && 'needs Node.js 22',
    undici: 'undici8',
    load: ofPackage('undici8'),
  },
];

export function socketKit(
  { load }: SocketClient,
  isSecure = false,
  options?: object
): Kit<Sockets> {
  return {
    open: () => ({ WebSocket: load(), options, opened: [] }),
    close: ({ opened }) => {
      for (const socket of opened) {
        // What a probe leaves open is of no interest any more.
        socket.onerror = () => {};
        if (socket.readyState < 2) socket.close();
      }
    },
    startServer: startSocketServer,
    patience: 25_000,
    ...(isSecure ? { certificate } : {}),
  };
}

export function openSocket(
  client: Sockets,
  url: string,
  protocols: string | readonly string[] = [],
  options?: object
): any {
  const more =
    client.options === undefined && options === undefined
      ? []
      : [{ ...client.options, ...options }];
  const socket = new client.WebSocket(url, protocols, ...more);
  client.opened.push(socket);
  return socket;
}

/** Whether options are the third argument, as with ws; other clients take them in place of the protocols. */
export type Script = {
  open?(socket: any): void;
  message?(socket: any, event: any, count: number): void;
};

/** The events of a socket, until it is closed. */
export async function storyOf(
  socket: any,
  script: Script = {}
): Promise<unknown[]> {
  const story: unknown[] = [];
  let count = 0;
  // As text, blobs would come later than the events that follow them.
  socket.binaryType = 'arraybuffer';
  let isOpen = false;
  let finish = (): void => {};
  const finished = new Promise<void>(resolve => {
    finish = resolve;
  });
  socket.onopen = () => {
    isOpen = true;
    story.push(['open', socket.readyState, socket.protocol, socket.extensions]);
    script.open?.(socket);
  };
  socket.onmessage = (event: any) => {
    const text = typeof event.data === 'string';
    const bytes = Buffer.from(event.data);
    story.push(['message', ...messageOf(text, bytes)]);
    script.message?.(socket, event, ++count);
  };
  socket.onerror = (event: any) => {
    // Undici 6 does not close what was never open.
    if (!isOpen) setTimeout(() => finish(), 300);
    story.push([
      'error',
      socket.readyState,
      withoutPorts(String(event.message)),
      describeError(event.error),
    ]);
  };
  socket.onclose = (event: any) => {
    const { code, reason, wasClean } = event;
    story.push(['close', socket.readyState, code, String(reason), wasClean]);
    finish();
  };
  await finished;
  await turns(2);
  return story;
}

/** Sends messages when the socket is open, and closes it when as many have come back. */
export function exchange(...messages: (string | Uint8Array)[]): Script {
  return {
    open(socket) {
      for (const message of messages) socket.send(message);
    },
    message(socket, _event, count) {
      if (count === messages.length) socket.close(1000, 'enough');
    },
  };
}
