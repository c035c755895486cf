// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import axios from 'axios';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createWire, type Wire } from '../../src/wire/wire.ts';
import { startWireServer, type WireServer } from '../support/wire-server.ts';
import { loadUndici, undiciVersions } from './probes/undici-calling.ts';
import { insideOf, recordingObserver, type Seen } from './support/observers.ts';
import { turns, until } from './support/waiting.ts';
import { wireFor } from './support/wire-under-test.ts';

const require = createRequire(import.meta.url);
const post = { method: 'POST', body: '{"model":"example-model"}' };

describe('an exchange', () => {
  let server: WireServer;
  let observer: ReturnType<typeof recordingObserver>;
  let wire: Wire;
  let restore: (() => void)[];

  beforeEach(async () => {
    server = await startWireServer();
    observer = recordingObserver();
    wire = wireFor(observer);
    restore = [];
  });

  afterEach(async () => {
    for (const undo of restore.reverse()) undo();
    wire.disable();
    await server.close();
  });

  /** Waits until all that was seen has ended, and gives what matters of it. */
  async function story(): Promise<unknown[]> {
    await until(() => observer.seen.every(each => each.terminals.length > 0));
    await turns();
    return observer.seen.map(summary);
  }

  function summary({ exchange, statuses, terminals, bytes, complaints }: Seen) {
    const { transport } = exchange;
    return { transport, statuses, terminals, bytes, complaints };
  }

  /** One exchange, read to its end, as the server sent it. */
  function whole(transport: string, index = 0): unknown {
    return {
      transport,
      statuses: [200],
      terminals: ['end'],
      bytes: server.log[index]?.sent,
      complaints: [],
    };
  }

  it('is seen once when fetch goes over undici', async () => {
    wire.enable();
    await (await fetch(server.url('json'), post)).text();
    assert.deepEqual(await story(), [whole('fetch')]);
  });

  it('is seen once when axios goes over follow-redirects and node:http', async () => {
    wire.enable();
    await axios.post(server.url('json'), {}, { proxy: false });
    assert.deepEqual(await story(), [whole('http')]);
  });

  it('is seen once when an application replaced fetch by node:http before us', async () => {
    replaceFetch(overHttp);
    wire.enable();
    const response = await fetch(server.url('sse'), post);
    await response.text();
    assert.deepEqual(await story(), [whole('fetch')]);
  });

  it('is seen once when an application replaced fetch by node:http after us', async () => {
    wire.enable();
    replaceFetch(overHttp);
    await (await fetch(server.url('sse'), post)).text();
    assert.deepEqual(await story(), [whole('http')]);
  });

  it('is seen once when an application replaced fetch by npm undici', async () => {
    const undici = loadUndici({ name: 'undici', version: 7, skip: false });
    const dispatcher = new undici.Agent();
    replaceFetch((url, init) => undici.fetch(url, { ...init, dispatcher }));
    wire.enable();
    await (await fetch(server.url('json'), post)).text();
    assert.deepEqual(await story(), [whole('fetch')]);
    await dispatcher.destroy();
  });

  it('is seen, by its head, when fetch is replaced by what makes no request', async () => {
    replaceFetch(async () => new Response('{}', { status: 201 }));
    wire.enable();
    const response = await fetch('http://127.0.0.1:4000/v1/chat/completions', post);
    assert.equal(await response.text(), '{}');
    assert.deepEqual(await story(), [
      {
        transport: 'fetch',
        statuses: [201],
        terminals: ['end'],
        bytes: 0,
        complaints: [],
      },
    ]);
  });

  it('is seen through undici when fetch was taken before we came', async () => {
    const early = globalThis.fetch;
    wire.enable();
    await (await early(server.url('json'), post)).text();
    assert.deepEqual(await story(), [whole('undici')]);
  });

  it('is seen when http.request was taken after we came, and not when before', async () => {
    const early = http.request;
    wire.enable();
    const late = http.request;
    for (const request of [early, late]) {
      const call = request(server.url('json'), { method: 'POST', agent: false });
      call.end('{}');
      const [response] = (await once(call, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
    }
    assert.deepEqual(await story(), [whole('http', 1)]);
  });

  it('is seen once when two wires are enabled', async () => {
    const other = recordingObserver();
    const second = wireFor(other);
    wire.enable();
    second.enable();
    try {
      await (await fetch(server.url('json'), post)).text();
      await axios.post(server.url('json'), {}, { proxy: false });
      assert.deepEqual(await story(), [whole('fetch'), whole('http', 1)]);
      assert.deepEqual(other.seen, []);
      wire.disable();
      await (await fetch(server.url('json'), post)).text();
      assert.equal(observer.seen.length, 2);
      assert.deepEqual(other.seen.map(summary), [whole('fetch', 2)]);
    } finally {
      second.disable();
    }
  });

  it('is seen once when two copies of the package are enabled', async () => {
    // Another copy, as of another version or of the other module kind: same sources, modules of its own.
    const copy = (await import(
      `../../src/wire/wire.ts?copy=${'two'}`
    )) as typeof import('../../src/wire/wire.ts');
    assert.notEqual(copy.createWire, createWire);
    const other = recordingObserver();
    const second = copy.createWire(other);
    wire.enable();
    second.enable();
    try {
      await (await fetch(server.url('json'), post)).text();
      await axios.post(server.url('json'), {}, { proxy: false });
      assert.deepEqual(await story(), [whole('fetch'), whole('http', 1)]);
      assert.deepEqual(other.seen, []);
    } finally {
      second.disable();
    }
  });

  it('has its own bytes when twenty calls run at once', async () => {
    wire.enable();
    await Promise.all(
      Array.from({ length: 20 }, async (_, mark) => {
        const url = server.url('sse', { mark, gap: 1 + (mark % 3) });
        const response = await fetch(url, post);
        const text = await response.text();
        assert.ok(text.includes(`"id":"${mark}"`));
      })
    );
    await story();
    assert.equal(observer.seen.length, 20);
    for (const { exchange, digest, terminals } of observer.seen) {
      const { pathname, search } = exchange.url;
      const sent = server.log.find(({ path }) => path === pathname + search);
      assert.equal(digest, sent?.sentDigest);
      assert.deepEqual(terminals, ['end']);
    }
  });

  it('has its own bytes when calls of fetch, axios and undici run at once', async () => {
    const undici = loadUndici({ name: 'undici', version: 7, skip: false });
    const dispatcher = new undici.Agent({ connections: 2 });
    wire.enable();
    wire.watchUndici(undici);
    const url = (mark: string) => server.url('sse', { mark, gap: 1 });
    await Promise.all(
      [0, 1, 2, 3].flatMap(index => [
        fetch(url(`fetch${index}`), post).then(response => response.text()),
        axios.post(url(`http${index}`), {}, { proxy: false }),
        undici
          .request(url(`undici${index}`), { ...post, dispatcher })
          .then(({ body }: any) => body.text()),
      ])
    );
    await dispatcher.destroy();
    await story();
    const found = observer.seen.map(({ exchange, digest }) => {
      const { pathname, search, searchParams } = exchange.url;
      const sent = server.log.find(({ path }) => path === pathname + search);
      assert.equal(digest, sent?.sentDigest);
      const mark = searchParams.get('mark') ?? '';
      return [mark.replace(/\d/, ''), exchange.transport];
    });
    assert.equal(found.length, 12);
    for (const [mark, transport] of found) assert.equal(mark, transport);
  });

  it('is another one when it is begun while the first is read', async () => {
    wire.enable();
    const first = await fetch(server.url('sse', { gap: 2 }), post);
    for await (const chunk of first.body as any) {
      void chunk;
      if (server.log.length > 1) continue;
      await (await fetch(server.url('sse', { gap: 2 }), post)).text();
    }
    assert.deepEqual(await story(), [whole('fetch'), whole('fetch', 1)]);
  });

  it('is another one when it is begun by a listener of the first', async () => {
    wire.enable();
    const send = (): Promise<void> =>
      new Promise(resolve => {
        const call = http.request(server.url('sse', { gap: 2 }), {
          method: 'POST',
          agent: false,
        });
        call.on('response', response => {
          const second = server.log.length < 2 ? send() : undefined;
          response.resume();
          response.on('end', () => resolve(second));
        });
        call.end('{}');
      });
    await send();
    assert.deepEqual(await story(), [whole('http'), whole('http', 1)]);
  });

  it('is another one when it is begun inside the request body of the first', async () => {
    wire.enable();
    async function* body() {
      yield Buffer.from('{"before":');
      await (await fetch(server.url('json', { mark: 'inner' }), post)).text();
      yield Buffer.from('1}');
    }
    const init = { method: 'POST', body: body() as never, duplex: 'half' } as const;
    await (await fetch(server.url('json', { mark: 'outer' }), init)).text();
    await story();
    const marks = observer.seen.map(({ exchange, bytes }) => [
      exchange.url.searchParams.get('mark'),
      bytes,
    ]);
    const sent = (mark: string) =>
      server.log.find(({ path }) => path.includes(mark))?.sent;
    assert.deepEqual(marks, [
      ['outer', sent('outer')],
      ['inner', sent('inner')],
    ]);
  });

  it('begins outside the context of the call before it on the same connection', async () => {
    wire.enable();
    const parents: unknown[] = [];
    const observe = observer.observe.bind(observer);
    observer.observe = exchange => {
      parents.push(insideOf.getStore()?.exchange.url.search);
      return observe(exchange);
    };
    for (const mark of [1, 2, 3]) {
      await (await fetch(server.url('json', { mark }), post)).text();
    }
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    await Promise.all(
      [4, 5, 6].map(mark =>
        axios.post(server.url('json', { mark }), {}, { httpAgent: agent })
      )
    );
    agent.destroy();
    assert.deepEqual(parents, Array(6).fill(undefined));
    assert.ok(server.connections < 6, 'some share a connection');
  });

  for (const found of undiciVersions) {
    const test = found.skip ? it.skip : it;
    const { name } = found;

    test(`has its own bytes when six calls of ${name} queue for two connections`, async () => {
      const undici = loadUndici(found);
      wire.enable();
      const dispatcher = new undici.Agent({ connections: 2, pipelining: 1 });
      // The first one shows us the classes where no hook did.
      wire.watchUndici(undici);
      await Promise.all(
        Array.from({ length: 6 }, async (_, mark) => {
          const url = server.url('sse', { mark, gap: 1 });
          const { body } = await undici.request(url, { ...post, dispatcher });
          assert.ok((await body.text()).includes(`"id":"${mark}"`));
        })
      );
      await dispatcher.destroy();
      await story();
      assert.equal(observer.seen.length, 6);
      for (const { exchange, digest, terminals } of observer.seen) {
        const { pathname, search } = exchange.url;
        const sent = server.log.find(({ path }) => path === pathname + search);
        assert.equal(digest, sent?.sentDigest);
        assert.deepEqual(terminals, ['end']);
      }
    });

    test(`has its own bytes when six calls to one address queue in ${name}`, async () => {
      const undici = loadUndici(found);
      wire.enable();
      wire.watchUndici(undici);
      const dispatcher = new undici.Agent({ connections: 2, pipelining: 1 });
      await Promise.all(
        Array.from({ length: 6 }, async (_, mark) => {
          const body = JSON.stringify({ mark });
          const init = { ...post, body, dispatcher };
          const answer = await undici.request(server.url('echo'), init);
          await answer.body.text();
        })
      );
      await dispatcher.destroy();
      await story();
      const bodies = observer.seen.map(each => each.requestBody.toString());
      assert.deepEqual(
        bodies,
        [0, 1, 2, 3, 4, 5].map(mark => JSON.stringify({ mark }))
      );
      for (const each of observer.seen) {
        assert.deepEqual([each.statuses, each.terminals], [[200], ['end']]);
      }
    });
  }

  it('is seen once when the global dispatcher is one of npm undici', async () => {
    const undici = loadUndici({ name: 'undici6', version: 6, skip: false });
    const before = undici.getGlobalDispatcher();
    const dispatcher = new undici.Agent();
    undici.setGlobalDispatcher(dispatcher);
    restore.push(() => undici.setGlobalDispatcher(before));
    wire.enable();
    await (await fetch(server.url('json'), post)).text();
    const { body } = await undici.request(server.url('json'), post);
    await body.text();
    assert.deepEqual(await story(), [whole('fetch'), whole('undici', 1)]);
    await dispatcher.destroy();
  });

  it('is seen when it is the first of the process', async () => {
    const app = fileURLToPath(new URL('apps/first-call.ts', import.meta.url));
    const args = ['--import', 'tsx', app];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { sent, seen } = JSON.parse(stdout) as any;
    assert.ok(sent > 0);
    assert.deepEqual(seen, [
      { transport: 'fetch', statuses: [200], terminals: ['end'], bytes: sent },
    ]);
  });

  /** Puts another fetch in the place of the present one, as applications and mocks do. */
  function replaceFetch(replacement: (url: any, init: any) => Promise<any>) {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
    globalThis.fetch = replacement as typeof fetch;
    restore.push(() => {
      Object.defineProperty(globalThis, 'fetch', before as PropertyDescriptor);
    });
  }
});

/** What node-fetch does: a Response made of an answer of node:http. */
async function overHttp(url: string, init: any): Promise<Response> {
  const module = require('node:http') as typeof http;
  const call = module.request(url, { method: init.method, agent: false });
  call.end(init.body);
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  const body = Readable.toWeb(answer) as never;
  return new Response(body, { status: answer.statusCode ?? 0 });
}
