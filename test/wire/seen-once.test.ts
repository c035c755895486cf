// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, rmSync } from 'node:fs';
import http, { type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import axios from 'axios';
import { describe, it } from 'mocha';
import { createWire } from '../../src/wire/wire.ts';
import { loadUndici } from './probes/undici-calling.ts';
import { recordingObserver } from './support/observers.ts';
import { wireFor } from './support/wire-under-test.ts';
import { Witness } from './support/witness.ts';

const require = createRequire(import.meta.url);
const post = { method: 'POST', body: '{"model":"example-model"}' };

describe('an exchange', () => {
  const seeing = new Witness();

  it('is seen once when fetch goes over undici', async () => {
    seeing.wire.enable();
    await (await fetch(seeing.server.url('json'), post)).text();
    assert.deepEqual(await seeing.story(), [seeing.whole('fetch')]);
  });

  it('is seen once when axios goes over follow-redirects and node:http', async () => {
    seeing.wire.enable();
    await axios.post(seeing.server.url('json'), {}, { proxy: false });
    assert.deepEqual(await seeing.story(), [seeing.whole('http')]);
  });

  it('is seen once when an application replaced fetch by node:http before us', async () => {
    replaceFetch(overHttp);
    seeing.wire.enable();
    const response = await fetch(seeing.server.url('sse'), post);
    await response.text();
    assert.deepEqual(await seeing.story(), [seeing.whole('fetch')]);
  });

  it('is seen once when an application replaced fetch by node:http after us', async () => {
    seeing.wire.enable();
    replaceFetch(overHttp);
    await (await fetch(seeing.server.url('sse'), post)).text();
    assert.deepEqual(await seeing.story(), [seeing.whole('http')]);
  });

  it('is seen once when an application replaced fetch by npm undici', async () => {
    const undici = loadUndici({ name: 'undici', version: 7, skip: false });
    const dispatcher = new undici.Agent();
    replaceFetch((url, init) => undici.fetch(url, { ...init, dispatcher }));
    seeing.wire.enable();
    await (await fetch(seeing.server.url('json'), post)).text();
    assert.deepEqual(await seeing.story(), [seeing.whole('fetch')]);
    await dispatcher.destroy();
  });

  it('is seen, by its head, when fetch is replaced by what makes no request', async () => {
    replaceFetch(async () => new Response('{}', { status: 201 }));
    seeing.wire.enable();
    const response = await fetch(
      'http://127.0.0.1:4000/v1/chat/completions',
      post
    );
    assert.equal(await response.text(), '{}');
    assert.deepEqual(await seeing.story(), [
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
    seeing.wire.enable();
    await (await early(seeing.server.url('json'), post)).text();
    assert.deepEqual(await seeing.story(), [seeing.whole('undici')]);
  });

  it('is seen when http.request was taken after we came, and since Node.js 22 also when before', async () => {
    const early = http.request;
    seeing.wire.enable();
    const late = http.request;
    for (const request of [early, late]) {
      const call = request(seeing.server.url('json'), {
        method: 'POST',
        agent: false,
      });
      call.end('{}');
      const [response] = (await once(call, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
    }
    // Node.js 22 announces each request; before that, only the patched function shows one.
    const isAnnounced = Number(process.versions.node.split('.')[0]) >= 22;
    assert.deepEqual(
      await seeing.story(),
      isAnnounced
        ? [seeing.whole('http'), seeing.whole('http', 1)]
        : [seeing.whole('http', 1)]
    );
  });

  /** Of two wires that are enabled, the newer one sees each call, until it is disabled. */
  const seenByTheNewer = async (create: typeof createWire): Promise<void> => {
    const other = recordingObserver();
    const second = create(() => other);
    seeing.wire.enable();
    second.enable();
    try {
      await (await fetch(seeing.server.url('json'), post)).text();
      await axios.post(seeing.server.url('json'), {}, { proxy: false });
      assert.deepEqual(await seeing.story(other.seen), [
        seeing.whole('fetch'),
        seeing.whole('http', 1),
      ]);
      assert.deepEqual(seeing.observer.seen, []);
      second.disable();
      await (await fetch(seeing.server.url('json'), post)).text();
      assert.equal(other.seen.length, 2);
      assert.deepEqual(await seeing.story(), [seeing.whole('fetch', 2)]);
    } finally {
      second.disable();
    }
  };

  it('is seen once when two wires are enabled, by the newer one', async () => {
    await seenByTheNewer(create => wireFor(create()));
  });

  it('is seen once when two copies of the package are enabled', async () => {
    // As of another version, or of the other module kind: the same sources, in modules of their own.
    const folder = new URL(
      `../../.cache/copy-${process.pid}/`,
      import.meta.url
    );
    cpSync(new URL('../../src/', import.meta.url), folder, { recursive: true });
    seeing.restore.push(() => rmSync(folder, { recursive: true }));
    const { href } = new URL('wire/wire.ts', folder);
    const copy = (await import(href)) as { createWire: typeof createWire };
    assert.notEqual(copy.createWire, createWire);
    await seenByTheNewer(copy.createWire);
  });

  it('is seen once when the global dispatcher is one of npm undici', async () => {
    const undici = loadUndici({ name: 'undici6', version: 6, skip: false });
    const before = undici.getGlobalDispatcher();
    const dispatcher = new undici.Agent();
    undici.setGlobalDispatcher(dispatcher);
    seeing.restore.push(() => undici.setGlobalDispatcher(before));
    seeing.wire.enable();
    await (await fetch(seeing.server.url('json'), post)).text();
    const { body } = await undici.request(seeing.server.url('json'), post);
    await body.text();
    assert.deepEqual(await seeing.story(), [
      seeing.whole('fetch'),
      seeing.whole('undici', 1),
    ]);
    await dispatcher.destroy();
  });

  it('is seen when it is the first of the process', async () => {
    const app = fileURLToPath(new URL('apps/first-call.ts', import.meta.url));
    const args = ['--import', 'tsx', app];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { sent, seen } = JSON.parse(stdout);
    assert.ok(sent > 0);
    assert.deepEqual(seen, [
      { transport: 'fetch', statuses: [200], terminals: ['end'], bytes: sent },
    ]);
  });

  /** Puts another fetch in the place of the present one, as applications and mocks do. */
  function replaceFetch(replacement: (url: any, init: any) => Promise<any>) {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
    globalThis.fetch = replacement as typeof fetch;
    seeing.restore.push(() => {
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
