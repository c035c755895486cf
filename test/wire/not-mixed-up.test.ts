// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import http from 'node:http';
import axios from 'axios';
import { describe, it } from 'mocha';
import { loadUndici, undiciVersions } from './probes/undici-calling.ts';
import { insideOf } from './support/observers.ts';
import { Witness } from './support/witness.ts';

const post = { method: 'POST', body: '{"model":"example-model"}' };

describe('an exchange among others', () => {
  const seeing = new Witness();

  it('has its own bytes when twenty calls run at once', async () => {
    seeing.wire.enable();
    await Promise.all(
      Array.from({ length: 20 }, async (_, mark) => {
        const url = seeing.server.url('sse', { mark, gap: 1 + (mark % 3) });
        const response = await fetch(url, post);
        const text = await response.text();
        assert.ok(text.includes(`"id":"${mark}"`));
      })
    );
    await seeing.checkOwnBytes(20);
  });

  it('has its own bytes when calls of fetch, axios and undici run at once', async () => {
    const undici = loadUndici({ name: 'undici', version: 7, skip: false });
    const dispatcher = new undici.Agent({ connections: 2 });
    seeing.wire.enable();
    seeing.wire.watchUndici(undici);
    const url = (mark: string) => seeing.server.url('sse', { mark, gap: 1 });
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
    await seeing.checkOwnBytes(12);
    for (const { exchange } of seeing.observer.seen) {
      const mark = exchange.url.searchParams.get('mark');
      assert.equal(mark?.replace(/\d/, ''), exchange.transport);
    }
  });

  it('is another one when it is begun while the first is read', async () => {
    seeing.wire.enable();
    const first = await fetch(seeing.server.url('sse', { gap: 2 }), post);
    for await (const chunk of first.body as any) {
      void chunk;
      if (seeing.server.log.length > 1) continue;
      await (await fetch(seeing.server.url('sse', { gap: 2 }), post)).text();
    }
    assert.deepEqual(await seeing.story(), [
      seeing.whole('fetch'),
      seeing.whole('fetch', 1),
    ]);
  });

  it('is another one when it is begun by a listener of the first', async () => {
    seeing.wire.enable();
    const send = (): Promise<void> =>
      new Promise(resolve => {
        const call = http.request(seeing.server.url('sse', { gap: 2 }), {
          method: 'POST',
          agent: false,
        });
        call.on('response', response => {
          const second = seeing.server.log.length < 2 ? send() : undefined;
          response.resume();
          response.on('end', () => resolve(second));
        });
        call.end('{}');
      });
    await send();
    assert.deepEqual(await seeing.story(), [
      seeing.whole('http'),
      seeing.whole('http', 1),
    ]);
  });

  it('is another one when it is begun inside the request body of the first', async () => {
    seeing.wire.enable();
    async function* body() {
      yield Buffer.from('{"before":');
      await (
        await fetch(seeing.server.url('json', { mark: 'inner' }), post)
      ).text();
      yield Buffer.from('1}');
    }
    const init = {
      method: 'POST',
      body: body() as never,
      duplex: 'half',
    } as const;
    await (
      await fetch(seeing.server.url('json', { mark: 'outer' }), init)
    ).text();
    await seeing.story();
    const marks = seeing.observer.seen.map(({ exchange, bytes }) => [
      exchange.url.searchParams.get('mark'),
      bytes,
    ]);
    const sent = (mark: string) =>
      seeing.server.log.find(({ path }) => path.includes(mark))?.sent;
    assert.deepEqual(marks, [
      ['outer', sent('outer')],
      ['inner', sent('inner')],
    ]);
  });

  it('begins outside the context of the call before it on the same connection', async () => {
    seeing.wire.enable();
    const parents: unknown[] = [];
    const observe = seeing.observer.observe.bind(seeing.observer);
    seeing.observer.observe = exchange => {
      parents.push(insideOf.getStore()?.exchange.url.search);
      return observe(exchange);
    };
    for (const mark of [1, 2, 3]) {
      await (await fetch(seeing.server.url('json', { mark }), post)).text();
    }
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    await Promise.all(
      [4, 5, 6].map(mark =>
        axios.post(
          seeing.server.url('json', { mark }),
          {},
          { httpAgent: agent }
        )
      )
    );
    agent.destroy();
    assert.deepEqual(parents, Array(6).fill(undefined));
    assert.ok(seeing.server.connections < 6, 'some share a connection');
  });

  for (const found of undiciVersions) {
    const test = found.skip ? it.skip : it;
    const { name } = found;

    /** Six calls over two connections, each to an address of its own. */
    const queue = async (undici: any): Promise<void> => {
      const dispatcher = new undici.Agent({ connections: 2, pipelining: 1 });
      await Promise.all(
        Array.from({ length: 6 }, async (_, mark) => {
          const url = seeing.server.url('sse', { mark, gap: 1 });
          const { body } = await undici.request(url, { ...post, dispatcher });
          assert.ok((await body.text()).includes(`"id":"${mark}"`));
        })
      );
      await dispatcher.destroy();
    };

    test(`has its own bytes when six calls of ${name} queue for two connections`, async () => {
      const undici = loadUndici(found);
      seeing.wire.enable();
      seeing.wire.watchUndici(undici);
      await queue(undici);
      await seeing.checkOwnBytes(6);
    });

    test(`has its own bytes when nobody showed us ${name}`, async () => {
      seeing.wire.enable();
      await queue(loadUndici(found));
      await seeing.checkOwnBytes(6);
    });

    test(`has its own bytes when six fetches queue in an agent of ${name}`, async () => {
      const undici = loadUndici(found);
      seeing.wire.enable();
      const dispatcher = new undici.Agent({ connections: 2, pipelining: 1 });
      await Promise.all(
        Array.from({ length: 6 }, async (_, mark) => {
          const url = seeing.server.url('sse', { mark, gap: 1 });
          const init = { ...post, dispatcher };
          // Not every fetch can talk to every agent.
          const response = await fetch(url, init).catch(() => undefined);
          await response?.text();
        })
      );
      await dispatcher.destroy();
      if (seeing.server.log.length === 6) await seeing.checkOwnBytes(6);
      else await seeing.story();
      for (const { terminals } of seeing.observer.seen) {
        assert.equal(terminals.length, 1);
      }
    });

    test(`has its own bytes when six calls to one address queue in ${name}`, async () => {
      const undici = loadUndici(found);
      seeing.wire.enable();
      seeing.wire.watchUndici(undici);
      const dispatcher = new undici.Agent({ connections: 2, pipelining: 1 });
      await Promise.all(
        Array.from({ length: 6 }, async (_, mark) => {
          const body = JSON.stringify({ mark });
          const init = { ...post, body, dispatcher };
          const answer = await undici.request(seeing.server.url('echo'), init);
          await answer.body.text();
        })
      );
      await dispatcher.destroy();
      await seeing.story();
      const bodies = seeing.observer.seen.map(each =>
        each.requestBody.toString()
      );
      assert.deepEqual(
        bodies,
        [0, 1, 2, 3, 4, 5].map(mark => JSON.stringify({ mark }))
      );
      for (const each of seeing.observer.seen) {
        assert.deepEqual([each.statuses, each.terminals], [[200], ['end']]);
      }
    });
  }
});
