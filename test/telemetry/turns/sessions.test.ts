// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { SocketClose } from '../../../src/wire/exchange.ts';
import { track, type Tracked } from '../support/tracked.ts';
import {
  FakeSocket,
  listen,
  openSocket,
  socketObserver,
} from './fake-socket.ts';

const RESPONSES = 'wss://api.openai.com/v1/responses';
const OPEN = 'genai.client.sessions';
const DURATION = 'genai.client.session.duration';
const ask = { type: 'response.create', model: 'gpt-5.2', input: 'hi' };

describe('a session over WebSocket', () => {
  let tracked: Tracked;
  beforeEach(() => (tracked = track()));
  afterEach(() => tracked.stop());

  it('is counted while it is open, and its duration when it is over', async () => {
    const socket = openSocket(tracked, RESPONSES);
    const attributes = {
      'gen_ai.provider.name': 'openai',
      'server.address': 'api.openai.com',
    };
    assert.deepEqual(await tracked.values(OPEN), [{ ...attributes, value: 1 }]);
    socket.close({ by: 'application', code: 1000 });
    socket.close({ by: 'broken' });
    assert.deepEqual(await tracked.values(OPEN), [{ ...attributes, value: 0 }]);
    const [series, ...more] = await tracked.series(DURATION);
    assert.deepEqual(more, []);
    assert.equal(series!.count, 1);
    assert.deepEqual(series!.attributes, {
      ...attributes,
      closed_by: 'application',
      close_code: 1000,
    });
  });

  const ends: readonly (readonly [string, SocketClose, object])[] = [
    ['a regular end', { by: 'server', code: 1001 }, { close_code: 1001 }],
    ['no code', { by: 'server' }, {}],
    [
      'a failure of the server',
      { by: 'server', code: 1011 },
      { close_code: 1011, 'error.type': '1011' },
    ],
    ['a broken connection', { by: 'broken' }, { 'error.type': '1006' }],
    [
      'a failed connection',
      {
        by: 'broken',
        error: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }),
      },
      { 'error.type': 'ECONNREFUSED' },
    ],
    [
      'a refused handshake',
      { by: 'refused', status: 429 },
      { 'error.type': '429' },
    ],
  ];
  for (const [name, close, expected] of ends) {
    it(`says ${name}`, async () => {
      const observer = socketObserver(tracked);
      listen(observer, RESPONSES)!.onClose(close, performance.now());
      const [{ attributes }] = (await tracked.series(DURATION)) as unknown as [
        { attributes: Record<string, unknown> },
      ];
      assert.deepEqual(attributes, {
        'gen_ai.provider.name': 'openai',
        'server.address': 'api.openai.com',
        closed_by: close.by,
        ...expected,
      });
      assert.deepEqual(await tracked.values(OPEN), []);
    });
  }

  it('says the error that came before a regular end', async () => {
    const socket = openSocket(tracked, RESPONSES);
    const error = { code: 'websocket_connection_limit_reached' };
    socket.received({ type: 'error', status: 400, error });
    socket.close({ by: 'server', code: 1000 });
    const [{ attributes }] = (await tracked.series(DURATION)) as unknown as [
      { attributes: Record<string, unknown> },
    ];
    assert.equal(attributes['error.type'], error.code);
    assert.deepEqual(tracked.spans, []);
  });

  it('of an unknown host is one when a message has shown it', async () => {
    const observer = socketObserver(tracked);
    const url = 'ws://localhost:3000/v1/responses';
    const open = () => new FakeSocket(listen(observer, url)!);
    const other = open();
    other.sent({ type: 'subscribe', channel: 'answers' });
    other.received({ type: 'data', response: { id: 7 } });
    other.close();
    assert.deepEqual(await tracked.values(OPEN), []);
    assert.deepEqual(await tracked.series(DURATION), []);
    const ours = open();
    ours.sent(ask);
    assert.equal((await tracked.values(OPEN))[0]!['value'], 1);
    ours.close();
    assert.equal((await tracked.series(DURATION))[0]!.count, 1);
    const { attributes } = tracked.genai()[0]!;
    assert.equal(attributes['gen_ai.provider.name'], 'openai');
    assert.equal(attributes['server.port'], 3000);
  });

  it('is not measured without metrics of our own', async () => {
    const socket = openSocket(tracked, RESPONSES, { ownMetrics: false });
    socket.sent(ask);
    socket.close();
    assert.deepEqual(await tracked.values(OPEN), []);
    assert.deepEqual(await tracked.series(DURATION), []);
    assert.equal(tracked.genai().length, 1);
  });
});
