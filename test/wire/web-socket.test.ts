// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import http from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createWire, type Wire } from '../../src/wire/wire.ts';
import { closeFrame, frame, someKey } from '../support/web-socket-frames.ts';
import type { WireServer } from '../support/wire-server.ts';
import { exchange, storyOf, ws } from './probes/socket-calling.ts';
import { recordingSockets } from './support/socket-observers.ts';
import { messageOf, startSocketServer } from './support/socket-server.ts';
import { until } from './support/waiting.ts';

const text = (message: string): unknown =>
  messageOf(true, Buffer.from(message));

describe('a WebSocket', () => {
  const WebSocket = ws.load();
  let server: WireServer;
  let observer: ReturnType<typeof recordingSockets>;
  let wire: Wire;

  beforeEach(async () => {
    server = await startSocketServer();
    observer = recordingSockets();
    wire = createWire(() => observer);
    wire.enable();
  });
  afterEach(async () => {
    wire.disable();
    await server.close();
  });

  const echo = async (message: string): Promise<unknown> =>
    storyOf(new WebSocket(server.url('plain/echo')), exchange(message));

  /** An `upgrade` of node:http, without any client of WebSockets. */
  const upgrade = async (
    url: string
  ): Promise<{ socket: Socket; head: Buffer }> =>
    new Promise((resolve, reject) => {
      const headers = {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.alloc(16, 1).toString('base64'),
      };
      const request = http.get(url.replace('ws:', 'http:'), { headers });
      request.on('error', reject);
      request.on('upgrade', (_, socket: Socket, head) =>
        resolve({ socket, head })
      );
    });

  const ended = async (): Promise<boolean> =>
    until(() => observer.seen.every(each => each.terminals.length > 0));

  it('is seen by the newest wire alone', async () => {
    const newer = recordingSockets();
    const second = createWire(() => newer);
    second.enable();
    await echo('a');
    second.disable();
    await echo('b');
    const sent = [newer, observer].map(({ seen }) =>
      seen.map(({ messages }) => messages.sent)
    );
    assert.deepEqual(sent, [[[text('a')]], [[text('b')]]]);
  });

  it('is seen once when the application wraps node:http', async () => {
    const { request } = http;
    http.request = ((...args: any[]) =>
      Reflect.apply(request, http, args)) as typeof request;
    try {
      await echo('a');
    } finally {
      http.request = request;
    }
    assert.deepEqual(
      observer.seen.map(({ messages }) => messages.sent),
      [[text('a')]]
    );
  });

  it('is read to its end when it was open before the wire was disabled', async () => {
    const socket = new WebSocket(server.url('plain/echo'));
    await storyOf(socket, {
      open(open) {
        wire.disable();
        open.send('a');
      },
      message: open => open.close(1000),
    });
    await echo('b');
    const [seen, ...others] = observer.seen;
    assert.deepEqual(others, []);
    assert.deepEqual(seen?.messages.received, [text('a')]);
    assert.equal(seen?.terminals[0]?.code, 1000);
  });

  it('has a socket of its own, untouched, when it is not ours', async () => {
    const methods = ['emit', 'write', 'end', 'destroy', 'unshift'];
    const own = async (path: string): Promise<string[]> => {
      const { socket } = await upgrade(`${server.origin}/plain/echo${path}`);
      socket.destroy();
      return methods.filter(name => Object.hasOwn(socket, name));
    };
    assert.deepEqual(await own('/v1/other'), []);
    assert.deepEqual(await own('/v1/realtime'), methods.slice(0, 4));
  });

  for (const [name, take] of Object.entries({
    'does not put back': () => {},
    'puts back': (socket: Socket, head: Buffer) => socket.unshift(head),
  })) {
    it(`is read from the packet of its answer, which the client ${name}`, async () => {
      const bytes = Buffer.concat([
        frame({ payload: 'a' }),
        frame({ payload: 'b' }),
        closeFrame(1000),
      ]).toString('base64url');
      const url = server.url('raw', { bytes, head: '', then: 'end' });
      const { socket, head } = await upgrade(url);
      assert.ok(head.length > 0);
      take(socket, head);
      socket.resume();
      assert.equal(await ended(), true);
      const [seen] = observer.seen;
      assert.deepEqual(seen?.messages.received, [text('a'), text('b')]);
      assert.deepEqual(seen?.complaints, []);
    });
  }

  it('is read when frames are written as text, and with the end of the socket', async () => {
    const { socket } = await upgrade(server.url('plain/echo'));
    const message = frame({ payload: 'a', key: someKey });
    socket.write(message.toString('latin1'), 'latin1');
    socket.end(closeFrame(1001, 'gone', someKey));
    socket.resume();
    assert.equal(await ended(), true);
    const [seen] = observer.seen;
    assert.deepEqual(seen?.messages.sent, [text('a')]);
    assert.deepEqual(seen?.terminals, [{ by: 'application', code: 1001 }]);
  });

  it('is told as left when the application ends the socket without a frame', async () => {
    const { socket } = await upgrade(server.url('plain/echo'));
    socket.end();
    socket.resume();
    assert.equal(await ended(), true);
    assert.deepEqual(observer.seen[0]?.terminals, [{ by: 'application' }]);
  });
});
