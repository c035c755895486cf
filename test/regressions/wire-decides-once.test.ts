// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import http from 'node:http';
import { describe, it } from 'mocha';
import { loadUndici } from '../wire/probes/undici-calling.ts';
import { byHttp, whole } from '../wire/support/http-call.ts';
import { Witness } from '../wire/support/witness.ts';

const undici = loadUndici({ name: 'undici6', version: 6, skip: false });
const init = { method: 'POST', body: '{"model":"example-model"}' } as const;
const CHAT = '/v1/chat/completions';

describe('a request of node:http', () => {
  const seeing = new Witness();

  it('has the port of its agent and of defaultPort, and the path of its socket', async () => {
    seeing.wire.enable();
    const { port } = new URL(seeing.server.origin);
    const path = `/json${CHAT}`;
    const agent = Object.assign(new http.Agent(), {
      defaultPort: Number(port),
    });
    await byHttp({ host: '127.0.0.1', defaultPort: Number(port), path });
    await byHttp({ host: '127.0.0.1', agent, path });
    const socketPath = `\0genai-test-${process.pid}`;
    const server = http.createServer((_, response) => response.end('{}'));
    await new Promise<void>(done => server.listen(socketPath, done));
    await byHttp({ socketPath, path });
    server.close();
    await seeing.story();
    assert.deepEqual(
      seeing.observer.seen.map(({ exchange }) => [
        exchange.url.host,
        exchange.socketPath,
      ]),
      [
        [`127.0.0.1:${port}`, undefined],
        [`127.0.0.1:${port}`, undefined],
        ['localhost', socketPath],
      ]
    );
  });

  it('is another one if its method and path are inherited, which node does not read', async () => {
    seeing.wire.enable();
    const { hostname, port, origin } = new URL(seeing.server.origin);
    const inherited = { method: 'POST', path: `/json${CHAT}` };
    const options = Object.assign(Object.create(inherited) as object, {
      hostname,
      port,
    });
    await whole(http.get(options));
    await whole(http.get(`${origin}/json`, Object.create(inherited) as object));
    await seeing.story();
    assert.deepEqual(seeing.observer.seen, []);
  });

  it('has the URL of a subclass, which node reads like its own', async () => {
    seeing.wire.enable();
    class Address extends URL {}
    const url = new Address(`${seeing.server.origin}/json${CHAT}`);
    const request = http.request(url, { method: 'POST' });
    request.end('{"model":"example-model"}');
    await whole(request);
    await seeing.story();
    assert.deepEqual(
      seeing.observer.seen.map(({ exchange }) => exchange.url.href),
      [url.href]
    );
  });

  it('is seen when its request is constructed past http.request', async () => {
    seeing.wire.enable();
    const { hostname, port } = new URL(seeing.server.origin);
    const path = `/json${CHAT}`;
    const Request = http.ClientRequest as unknown as new (
      options: http.RequestOptions
    ) => http.ClientRequest;
    const request = new Request({ method: 'POST', hostname, port, path });
    assert.ok(request instanceof http.ClientRequest);
    assert.equal(request.constructor, http.ClientRequest);
    request.end(init.body);
    await whole(request);
    assert.deepEqual(await seeing.story(), [seeing.whole('http')]);
    assert.equal(seeing.observer.seen[0]?.requestBody.toString(), init.body);
  });

  it('that the observer refused is not asked about again by the layers below', async () => {
    let asked = 0;
    seeing.observer.observe = () => {
      asked++;
      return undefined;
    };
    seeing.wire.enable();
    seeing.wire.watchUndici(undici);
    await (await fetch(seeing.server.url('json'), init)).text();
    assert.equal(asked, 1);
    const dispatcher = new undici.Agent();
    const url = seeing.server.url('json');
    await (await undici.request(url, { ...init, dispatcher })).body.text();
    assert.equal(asked, 2);
    await dispatcher.close();
    const { hostname, port, pathname } = new URL(url);
    await byHttp({ hostname, port, path: pathname });
    assert.equal(asked, 3);
  });
});

describe('the realms of a test runner', () => {
  const seeing = new Witness();

  it('do not stack their patches: the newest one watches', async () => {
    const { request } = http;
    const witnesses = [];
    for (let index = 0; index < 3; index++) {
      const { recordingObserver } =
        await import('../wire/support/observers.ts');
      const { wireFor } = await import('../wire/support/wire-under-test.ts');
      const observer = recordingObserver();
      const wire = wireFor(observer);
      wire.enable();
      seeing.restore.push(() => wire.disable());
      witnesses.push(observer);
    }
    const { hostname, port } = new URL(seeing.server.origin);
    await byHttp({ hostname, port, path: `/json${CHAT}` });
    await (await fetch(seeing.server.url('json'), init)).text();
    assert.deepEqual(
      witnesses.map(({ seen }) => seen.length),
      [0, 0, 2]
    );
    for (const undo of seeing.restore.splice(0).reverse()) undo();
    assert.equal(http.request, request);
  });
});
