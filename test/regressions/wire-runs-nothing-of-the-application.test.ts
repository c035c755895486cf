// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { describe, it } from 'mocha';
import { loadUndici } from '../wire/probes/undici-calling.ts';
import { Witness } from '../wire/support/witness.ts';

const body = '{"model":"example-model"}';
const undici = loadUndici({ name: 'undici', version: 7, skip: false });

async function readHttp(
  url: string,
  options: http.RequestOptions
): Promise<void> {
  const request = http.request(url, { method: 'POST', ...options });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
}

const senders: Record<string, (url: string, headers: any) => Promise<void>> = {
  fetch: async (url, headers) => {
    await (await fetch(url, { method: 'POST', body, headers })).text();
  },
  undici: async (url, headers) => {
    const init = { method: 'POST', body, headers } as const;
    await (await undici.request(url, init)).body.text();
  },
  'node:http': (url, headers) => readHttp(url, { headers }),
};

const secretive: Record<string, (read: () => string) => unknown> = {
  'a getter': read => ({
    get 'x-token'() {
      return read();
    },
  }),
  'a proxy': read =>
    new Proxy(
      { 'x-token': '' },
      {
        get: (target, key): unknown =>
          key === 'x-token' ? read() : Reflect.get(target, key),
      }
    ),
};

describe('headers with code behind them', () => {
  const seeing = new Witness();

  for (const [name, send] of Object.entries(senders)) {
    for (const [kind, make] of Object.entries(secretive)) {
      it(`are read as often as without us: ${kind}, by ${name}`, async () => {
        const counts: number[] = [];
        for (const watched of [false, true]) {
          if (watched) seeing.wire.enable();
          let reads = 0;
          const headers = make(() => `one-time-${++reads}`);
          await send(seeing.server.url('json'), headers);
          counts.push(reads);
        }
        assert.equal(counts[1], counts[0]);
        await seeing.story();
        const [seen] = seeing.observer.seen;
        assert.equal(seen?.exchange.method, 'POST');
      });
    }
  }

  it('reach the observer as the transport built them', async () => {
    seeing.wire.enable();
    for (const send of Object.values(senders)) {
      const values: unknown[] = [];
      const { observe } = seeing.observer;
      seeing.observer.observe = exchange => {
        const listener = observe(exchange)!;
        const onResponse = listener.onResponse.bind(listener);
        listener.onResponse = (...args) => {
          values.push(exchange.headers.get('x-token'));
          onResponse(...args);
        };
        return listener;
      };
      await send(
        seeing.server.url('json'),
        secretive['a getter']!(() => 'once')
      );
      seeing.observer.observe = observe;
      assert.deepEqual(values, ['once']);
    }
  });

  it('in a map are pairs to fetch, and so to us', async () => {
    seeing.wire.enable();
    const headers = new Map([['X-Stainless-Retry-Count', '2']]);
    await senders['fetch']!(seeing.server.url('json'), headers);
    const [seen] = seeing.observer.seen;
    assert.equal(seen?.exchange.headers.get('x-stainless-retry-count'), '2');
  });
});

describe('options of node:http with code behind them', () => {
  const seeing = new Witness();

  it('are read as often as without us, and the request is seen', async () => {
    const counts: number[] = [];
    for (const watched of [false, true]) {
      if (watched) seeing.wire.enable();
      let reads = 0;
      const { port, pathname } = new URL(seeing.server.url('json'));
      const options = {
        method: 'POST',
        host: '127.0.0.1',
        port,
        get path() {
          reads++;
          return pathname;
        },
      };
      const request = http.request(options);
      request.end(body);
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      counts.push(reads);
    }
    assert.equal(counts[1], counts[0]);
    assert.deepEqual(await seeing.story(), [seeing.whole('http', 1)]);
  });
});

describe('the reason of an abort', () => {
  const seeing = new Witness();

  it('may have a getter that throws: the application gets its rejection', async () => {
    seeing.wire.enable();
    let reads = 0;
    const reason = {
      get code(): string {
        reads++;
        throw new Error('not for you');
      },
    };
    const controller = new AbortController();
    const response = await fetch(seeing.server.url('sse', { gap: 20 }), {
      method: 'POST',
      body,
      signal: controller.signal,
    });
    const reader = response.body!.getReader();
    await reader.read();
    const next = reader.read();
    controller.abort(reason);
    await assert.rejects(next, error => error === reason);
    await seeing.story();
    assert.equal(reads, 0);
    assert.deepEqual(seeing.observer.seen[0]?.terminals, ['abandoned']);
  });
});

describe('a function that was patched', () => {
  const seeing = new Witness();

  it('keeps the properties that others gave it, with symbols and with names', () => {
    const original = globalThis.fetch;
    const mark = Symbol('mark');
    const marked = Object.assign(
      function fetch(...args: Parameters<typeof original>) {
        return original(...args);
      },
      { [mark]: 1, named: 2 }
    );
    globalThis.fetch = marked;
    seeing.restore.push(() => (globalThis.fetch = original));
    seeing.wire.enable();
    assert.notEqual(globalThis.fetch, marked);
    const { [mark]: one, named } = globalThis.fetch as typeof marked;
    assert.deepEqual([one, named], [1, 2]);
    seeing.wire.disable();
    assert.equal(globalThis.fetch, marked);
  });
});
