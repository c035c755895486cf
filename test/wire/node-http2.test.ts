// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import http2, {
  type ClientHttp2Session,
  connect as namedConnect,
  constants,
} from 'node:http2';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Wire } from '../../src/wire/wire.ts';
import { startHttp2Server } from '../support/http2-server.ts';
import type { WireServer } from '../support/wire-server.ts';
import {
  headOf,
  type Http2Calling,
  posting,
  question,
  send,
  sessionTo,
  storyOf,
  textOf,
} from './probes/http2-calling.ts';
import { closedPort } from '../support/closed-port.ts';
import { recordingObserver, type Seen } from './support/observers.ts';
import { until } from './support/waiting.ts';
import { wireFor } from './support/wire-under-test.ts';

const real = Object.getOwnPropertyDescriptor(http2, 'connect');

describe('node:http2', () => {
  let server: WireServer;
  let observer: ReturnType<typeof recordingObserver>;
  let wire: Wire;
  let client: Http2Calling;
  let restore: (() => unknown)[];

  beforeEach(async () => {
    server = await startHttp2Server();
    observer = recordingObserver();
    wire = wireFor(observer);
    restore = [];
    client = {
      get connect() {
        return http2.connect;
      },
      base: {},
      sessions: [],
    };
  });

  afterEach(async () => {
    for (const undo of restore.reverse()) await undo();
    for (const session of client.sessions) session.destroy();
    wire.disable();
    await server.close();
    assert.deepEqual(Object.getOwnPropertyDescriptor(http2, 'connect'), real);
  });

  /** Waits until all that was seen has ended, and gives what matters of it. */
  async function seen(): Promise<unknown[]> {
    await until(() => observer.seen.every(each => each.terminals.length > 0));
    return observer.seen.map(summary);
  }

  function summary({ exchange, statuses, terminals, bytes }: Seen): unknown {
    return [exchange.transport, ...statuses, ...terminals, bytes];
  }

  /** One exchange, read to its end, as the server sent it. */
  function whole(transport: string, index = 0): unknown {
    return [transport, 200, 'end', server.log[index]?.sent];
  }

  describe('tells', () => {
    beforeEach(() => wire.enable());

    it('where a request goes, and its headers', async () => {
      const url = server.url('json', { a: 1 });
      const stream = sessionTo(client, url).request(
        posting(url, { 'X-Mark': 'here', 'x-many': ['1', '2'] })
      );
      stream.end(question);
      await textOf(stream);
      const { method, url: found, body, headers } = observer.seen[0]!.exchange;
      assert.deepEqual(
        [
          method,
          found.href,
          body,
          headers.get('x-mark'),
          headers.get('x-many'),
        ],
        ['POST', url, undefined, 'here', '1']
      );
      assert.equal(observer.seen[0]?.requestBody.toString(), question);
    });

    const authorities: Record<string, [object, string]> = {
      'an authority': [
        { ':authority': 'api.example:8443' },
        'http://api.example:8443',
      ],
      'an authority and a scheme': [
        { ':authority': 'api.example', ':scheme': 'https' },
        'https://api.example',
      ],
      'a host': [{ host: 'host.example' }, 'http://host.example'],
    };
    for (const [kind, [more, origin]] of Object.entries(authorities)) {
      it(`the host that a request names by ${kind}`, async () => {
        const url = server.url('json');
        const stream = sessionTo(client, url).request(posting(url, more));
        stream.end(question);
        await textOf(stream);
        assert.equal(observer.seen[0]?.exchange.url.origin, origin);
      });
    }

    it('the head of a response', async () => {
      await textOf(send(client, server.url('json', { status: 429 })));
      const [each] = observer.seen;
      assert.deepEqual(
        [
          each?.statuses,
          each?.headers.get('content-type'),
          each?.headers.get('x-none'),
        ],
        [[429], 'application/json', undefined]
      );
    });

    it('nothing of a request that is not ours', async () => {
      const session = sessionTo(client, server.origin);
      const stream = session.request(posting(`${server.origin}/json/v1/files`));
      stream.end(question);
      await textOf(stream);
      const own = ['push', 'emit', 'write', 'end', 'close', 'destroy'];
      assert.deepEqual(
        own.filter(name => Object.hasOwn(stream, name)),
        []
      );
      assert.deepEqual(observer.seen, []);
    });

    const failures: Record<string, [() => string, unknown]> = {
      'a reset': [() => server.url('rst'), 'ERR_HTTP2_STREAM_ERROR'],
      'a cancellation by the server': [
        () => server.url('rst', { code: constants.NGHTTP2_CANCEL }),
        'NGHTTP2_CANCEL',
      ],
      'a session that is to go': [
        () => server.url('goaway', { code: 2 }),
        'ERR_HTTP2_SESSION_ERROR',
      ],
      'a connection that is cut': [() => server.url('drop'), 'ECONNRESET'],
      'a connection that is ended': [() => server.url('vanish'), 'ECONNRESET'],
      'a connection that is cut before the head': [
        () => server.url('reset'),
        'ECONNRESET',
      ],
    };
    for (const [kind, [url, code]] of Object.entries(failures)) {
      it(`${kind} by its code`, async () => {
        await storyOf(send(client, url()));
        const { terminals, failure } = observer.seen[0]!;
        assert.deepEqual(
          [terminals, (failure as { code?: unknown }).code],
          [['error'], code]
        );
      });
    }

    it('why there is no connection', async () => {
      const port = await closedPort();
      await storyOf(
        send(client, `http://127.0.0.1:${port}/v1/chat/completions`)
      );
      const { terminals, failure } = observer.seen[0]!;
      assert.deepEqual(
        [terminals, (failure as { code?: unknown }).code],
        [['error'], 'ECONNREFUSED']
      );
    });

    it('the reason of a signal', async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const reason = new RangeError('mine');
      await storyOf(send(client, server.url('hang'), { signal }), stream => {
        stream.once('data', () => controller.abort(reason));
      });
      const { terminals, failure } = observer.seen[0]!;
      assert.deepEqual([terminals, failure], [['abandoned'], reason]);
    });

    it('a close after a timeout as a timeout', async () => {
      const stream = send(client, server.url('nohead'));
      stream.setTimeout(10, () => stream.close());
      await storyOf(stream);
      const { terminals, failure } = observer.seen[0]!;
      assert.deepEqual(
        [terminals, (failure as { name?: unknown }).name],
        [['abandoned'], 'TimeoutError']
      );
    });

    it('the end before the application is told', async () => {
      const stream = send(client, server.url('json'));
      stream.resume();
      const told = await new Promise<unknown>(resolve => {
        stream.on('end', () => resolve([...observer.seen[0]!.terminals]));
      });
      assert.deepEqual(told, ['end']);
    });
  });

  describe('is watched', () => {
    it('by connect() as a named import, and when it is promised', async () => {
      wire.enable();
      const sessions: ClientHttp2Session[] = [
        namedConnect(server.origin),
        (await promisify(http2.connect)(server.origin)) as ClientHttp2Session,
      ];
      client.sessions.push(...sessions);
      for (const session of sessions) {
        const stream = session.request(posting(server.url('json')));
        stream.end(question);
        await textOf(stream);
      }
      assert.deepEqual(await seen(), [whole('http2'), whole('http2', 1)]);
    });

    it('not on a session from before, until another session is made', async () => {
      const early = sessionTo(client, server.origin);
      await new Promise(resolve => early.once('connect', resolve));
      wire.enable();
      for (const later of [false, true]) {
        if (later) sessionTo(client, server.origin);
        const stream = early.request(
          posting(server.url('json'), { ':authority': 'known.example' })
        );
        stream.end(question);
        await textOf(stream);
      }
      assert.deepEqual(await seen(), [whole('http2', 1)]);
    });

    it('no more once it is disabled, though the session lives on', async () => {
      wire.enable();
      const session = sessionTo(client, server.origin);
      const owner = Object.getPrototypeOf(session) as object;
      const patched = Object.getOwnPropertyDescriptor(owner, 'request');
      wire.disable();
      const left = Object.getOwnPropertyDescriptor(owner, 'request');
      assert.notEqual(left?.value, patched?.value);
      assert.deepEqual({ ...patched, value: left?.value }, left);
      const stream = session.request(posting(server.url('json')));
      stream.end(question);
      await textOf(stream);
      assert.deepEqual(observer.seen, []);
    });

    it('to its end, though it is disabled on the way', async () => {
      wire.enable();
      const stream = send(client, server.url('sse', { gap: 3 }));
      await headOf(stream);
      wire.disable();
      await textOf(stream);
      assert.deepEqual(await seen(), [whole('http2')]);
    });

    it('once when two wires are enabled, by the newer one', async () => {
      const other = recordingObserver();
      const second = wireFor(other);
      wire.enable();
      second.enable();
      restore.push(() => second.disable());
      await textOf(send(client, server.url('json')));
      await until(() => other.seen[0]?.terminals.length === 1);
      assert.deepEqual(other.seen.map(summary), [whole('http2')]);
      assert.deepEqual(observer.seen, []);
      second.disable();
      await textOf(send(client, server.url('json')));
      assert.deepEqual(await seen(), [whole('http2', 1)]);
    });

    it('once when an application replaced fetch by it before us', async () => {
      const own = Object.getOwnPropertyDescriptor(globalThis, 'fetch')!;
      restore.push(() => Object.defineProperty(globalThis, 'fetch', own));
      globalThis.fetch = async (url: any) =>
        new Response(await textOf(send(client, String(url))));
      wire.enable();
      const init = { method: 'POST', body: question };
      await (await fetch(server.url('json'), init)).text();
      assert.deepEqual(await seen(), [whole('fetch')]);
      wire.disable();
    });
  });
});
