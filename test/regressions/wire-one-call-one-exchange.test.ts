// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import http from 'node:http';
import { describe, it } from 'mocha';
import { loadUndici } from '../wire/probes/undici-calling.ts';
import { byHttp } from '../wire/support/http-call.ts';
import { Witness } from '../wire/support/witness.ts';

const undici = loadUndici({ name: 'undici6', version: 6, skip: false });
const undici7 = loadUndici({ name: 'undici', version: 7, skip: false });
const init = { method: 'POST', body: '{"model":"example-model"}' } as const;
const CHAT = '/v1/chat/completions';

describe('one call', () => {
  const seeing = new Witness();
  const hrefs = (): string[] =>
    seeing.observer.seen.map(({ exchange }) => exchange.url.href);

  /** One exchange, by the transport that was asked, with one end that is no failure. */
  async function isOne(transport: string, href?: string): Promise<void> {
    await seeing.story();
    assert.deepEqual(
      seeing.observer.seen.map(({ exchange, terminals, complaints }) => [
        exchange.transport,
        terminals,
        complaints,
      ]),
      [[transport, ['end'], []]]
    );
    if (href !== undefined) assert.deepEqual(hrefs(), [href]);
  }

  for (const slashes of ['//v1', '/\\host/v1']) {
    it(`with a path like ${slashes} goes to the host that was asked, by fetch`, async () => {
      seeing.wire.enable();
      const url = seeing.server.origin + `${slashes}/chat/completions`;
      await (await fetch(url, init)).text();
      await isOne('fetch', new URL(url).href);
    });
  }

  it('with two slashes in its path is one, by undici and by node:http', async () => {
    seeing.wire.enable();
    const { hostname, port, origin } = new URL(seeing.server.origin);
    await (await undici7.request(`${origin}/${CHAT}`, init)).body.text();
    await byHttp({ hostname, port, path: `/${CHAT}` });
    await seeing.story();
    assert.deepEqual(hrefs(), [`${origin}/${CHAT}`, `${origin}/${CHAT}`]);
  });

  const elsewhere: Record<string, (origin: string) => any> = {
    'at once': origin => (dispatch: any) => (options: any, handler: any) =>
      dispatch({ ...options, origin }, handler),
    later: origin => (dispatch: any) => (options: any, handler: any) => {
      setImmediate(() => dispatch({ ...options, origin }, handler));
      return true;
    },
    'with another path': origin => (dispatch: any) => (o: any, handler: any) =>
      dispatch(
        { ...o, origin, path: '/json/openai/deployments/x/chat/completions' },
        handler
      ),
  };
  for (const path of ['/json/v1/messages', '/json/gateway/model']) {
    for (const when of ['at once', 'later']) {
      it(`of fetch is one when an interceptor sends it ${when} to ${path} of the same host`, async () => {
        const dispatcher = new undici7.Agent().compose(
          (dispatch: any) => (options: any, handler: any) => {
            const send = (): boolean => dispatch({ ...options, path }, handler);
            if (when === 'at once') return send();
            setImmediate(send);
            return true;
          }
        );
        seeing.wire.enable();
        const url = `${seeing.server.origin}/json${CHAT}`;
        await (await fetch(url, { ...init, dispatcher })).text();
        await dispatcher.close();
        await isOne('fetch', url);
        assert.equal(
          seeing.observer.seen[0]?.bytes,
          seeing.server.log[0]?.sent
        );
      });
    }
  }

  for (const [kind, make] of Object.entries(elsewhere)) {
    it(`of fetch is one when an interceptor sends it elsewhere ${kind}`, async () => {
      const dispatcher = new undici7.Agent().compose(
        make(seeing.server.origin)
      );
      seeing.wire.enable();
      const url = `http://gateway.example/json${CHAT}`;
      await (await fetch(url, { ...init, dispatcher })).text();
      await dispatcher.close();
      await isOne('fetch', url);
      assert.equal(seeing.observer.seen[0]?.bytes, seeing.server.log[0]?.sent);
    });
  }

  for (const hooked of [true, false]) {
    it(`of undici is one, and names the host that was asked, when dns() looked it up${hooked ? '' : ' and nobody showed us its classes'}`, async () => {
      const { port } = new URL(seeing.server.origin);
      const dispatcher = new undici7.Agent().compose(
        undici7.interceptors.dns({
          lookup: (_origin: any, _options: any, done: any) =>
            done(null, [{ address: '127.0.0.1', family: 4, ttl: 1000 }]),
        })
      );
      seeing.wire.enable();
      if (hooked) seeing.wire.watchUndici(undici7);
      const url = `http://api.example:${port}/json${CHAT}`;
      const { body } = await undici7.request(url, { ...init, dispatcher });
      await body.text();
      await dispatcher.close();
      await isOne('undici', url);
    });
  }

  it('is one when undici follows a redirect and nobody showed us its classes', async () => {
    for (const copy of [undici, undici7]) {
      const dispatcher = new copy.Agent().compose(
        copy.interceptors.redirect({ maxRedirections: 2 })
      );
      seeing.wire.enable();
      const before = seeing.observer.seen.length;
      const to = new URL(seeing.server.url('json')).pathname;
      const url = seeing.server.url('redirect', { to, status: 307 });
      const { body } = await copy.request(url, { ...init, dispatcher });
      await body.text();
      await dispatcher.close();
      const story = await seeing.story();
      assert.equal(story.length - before, 1);
    }
  });

  it('is not the one that an interceptor makes before it', async () => {
    const base = new undici7.Agent();
    const guard = `${seeing.server.origin}/json/v1/embeddings`;
    class Guarded extends undici7.Agent {
      dispatch(options: any, handler: any): boolean {
        void undici7
          .request(guard, { ...init, body: '{}', dispatcher: base })
          .then(({ body }: any) => body.text());
        return super.dispatch(options, handler) as boolean;
      }
    }
    const { wants } = seeing.observer;
    seeing.observer.wants = (method, target) =>
      wants(method, target) || target.includes('/embeddings');
    const dispatcher: any = new Guarded();
    seeing.wire.enable();
    const url = seeing.server.url('json');
    await (await fetch(url, { ...init, dispatcher })).text();
    await seeing.story();
    await dispatcher.close();
    await base.close();
    assert.deepEqual(hrefs().sort(), [url, guard].sort());
    for (const { terminals, complaints } of seeing.observer.seen) {
      assert.deepEqual([terminals, complaints], [['end'], []]);
    }
  });

  it('is not the one that is made when a mock answers at once', async () => {
    const mock = new undici.MockAgent();
    mock.disableNetConnect();
    const pool = mock.get('http://model.example');
    for (const reply of ['first', 'second']) {
      pool.intercept({ path: CHAT, method: 'POST' }).reply(200, reply);
    }
    seeing.wire.enable();
    seeing.wire.watchUndici(undici);
    const url = `http://model.example${CHAT}`;
    const options = { ...init, dispatcher: mock };
    await new Promise<void>(done => {
      undici.request(url, options, (_: unknown, first: any) => {
        undici.request(url, options, (__: unknown, second: any) => {
          void second.body.text().then(done);
        });
        void first.body.text();
      });
    });
    await seeing.story();
    assert.deepEqual(
      seeing.observer.seen.map(({ bytes, terminals }) => [bytes, terminals]),
      [
        ['first'.length, ['end']],
        ['second'.length, ['end']],
      ]
    );
  });

  it('does not take another request in the callback of a redirect for its next hop', async () => {
    seeing.wire.enable();
    const to = `/json/else${CHAT}`;
    const from = new URL(seeing.server.url('redirect', { to, status: 307 }));
    const { hostname, port, pathname, search } = from;
    await new Promise<void>((resolve, reject) => {
      const request = http.request(
        { method: 'POST', hostname, port, path: pathname + search },
        response => {
          response.resume();
          byHttp({ hostname, port, path: '/json/log' })
            .then(() => byHttp({ hostname, port, path: to }))
            .then(resolve, reject);
        }
      );
      request.on('error', reject);
      request.end(init.body);
    });
    await seeing.story();
    assert.ok(!hrefs().some(href => href.includes('/log')));
    assert.deepEqual(
      seeing.observer.seen.map(({ statuses }) => statuses),
      [[307], [200]]
    );
  });

  it('fails when fetch does not follow its redirect', async () => {
    seeing.wire.enable();
    const to = new URL(seeing.server.url('json')).pathname;
    const url = seeing.server.url('redirect', { to, status: 307 });
    const loop = seeing.server.url('redirect', { to: '', status: 307 });
    const streamed = {
      method: 'POST',
      duplex: 'half',
      body: new Blob([init.body]).stream(),
    };
    await assert.rejects(fetch(url, { ...init, redirect: 'error' }));
    await assert.rejects(fetch(loop, init));
    await assert.rejects(fetch(url, streamed as RequestInit));
    const manual = await fetch(url, { ...init, redirect: 'manual' });
    await manual.text();
    await seeing.story();
    assert.deepEqual(
      seeing.observer.seen.map(({ statuses, terminals }) => [
        statuses,
        terminals,
      ]),
      [
        [[307], ['error']],
        [[307], ['error']],
        [[307], ['error']],
        [[307], ['end']],
      ]
    );
  });

  it('fails when a client of node:http gives up after it followed redirects', async () => {
    seeing.wire.enable();
    const loop = seeing.server.url('redirect', { to: '', status: 307 });
    const follow = (url: string, left: number): Promise<void> =>
      new Promise((resolve, reject) => {
        const request = http.request(url, { method: 'POST' }, response => {
          response.resume();
          if (left === 0) reject(new Error('too many redirects'));
          else follow(url, left - 1).then(resolve, reject);
        });
        request.on('error', reject);
        request.end(init.body);
      });
    await assert.rejects(follow(loop, 2), /too many/);
    await seeing.story();
    assert.deepEqual(
      seeing.observer.seen.map(({ statuses, terminals }) => [
        statuses,
        terminals,
      ]),
      [[[307], ['error']]]
    );
  });
});
