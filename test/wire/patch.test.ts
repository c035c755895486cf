// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import http, {
  get as namedGet,
  type IncomingMessage,
  request as namedRequest,
} from 'node:http';
import https, {
  get as namedSecureGet,
  request as namedSecureRequest,
} from 'node:https';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { startWireServer, type WireServer } from '../support/wire-server.ts';
import { loadUndici, undiciVersions } from './probes/undici-calling.ts';
import { recordingObserver } from './support/observers.ts';
import { until } from './support/waiting.ts';
import { wireFor } from './support/wire-under-test.ts';

const require = createRequire(import.meta.url);
const post = { method: 'POST', body: '{}' };

const places = [
  [globalThis, 'fetch'],
  [http, 'request'],
  [http, 'get'],
  [https, 'request'],
  [https, 'get'],
] as const;

function descriptors(): unknown[] {
  return places.map(([owner, key]) =>
    Object.getOwnPropertyDescriptor(owner, key)
  );
}

/** The named exports, as a module that imported them sees them now. */
function named(): unknown[] {
  return [namedRequest, namedGet, namedSecureRequest, namedSecureGet];
}

async function byHttp(
  request: typeof http.request,
  url: string
): Promise<void> {
  const call = request(url, { method: 'POST', agent: false });
  call.end('{}');
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
}

async function byFetch(url: string): Promise<void> {
  await (await fetch(url, post)).text();
}

describe('the patches of the wire', () => {
  const before = descriptors();
  let server: WireServer;
  let observer: ReturnType<typeof recordingObserver>;
  let wire: ReturnType<typeof wireFor>;

  beforeEach(async () => {
    server = await startWireServer();
    observer = recordingObserver();
    wire = wireFor(observer);
  });

  afterEach(async () => {
    wire.disable();
    await server.close();
    places.forEach(([owner, key], index) => {
      Object.defineProperty(owner, key, before[index] as PropertyDescriptor);
    });
  });

  /** How many exchanges one call of each kind makes. */
  async function count(): Promise<number> {
    const first = observer.seen.length;
    await byFetch(server.url('json'));
    await byHttp(http.request, server.url('json'));
    await until(() => observer.seen.every(each => each.terminals.length > 0));
    return observer.seen.length - first;
  }

  it('are there from enable() to disable(), as often as one likes', async () => {
    const counts = [await count()];
    for (let round = 0; round < 3; round++) {
      wire.enable();
      counts.push(await count());
      wire.disable();
      counts.push(await count());
    }
    assert.deepEqual(counts, [0, 2, 0, 2, 0, 2, 0]);
  });

  it('keep the flags of each property, and give each back as it was', () => {
    const flags = ({ value: _, ...rest }: PropertyDescriptor): unknown => rest;
    wire.enable();
    const during = descriptors() as PropertyDescriptor[];
    assert.deepEqual(
      during.map(flags),
      (before as PropertyDescriptor[]).map(flags)
    );
    during.forEach(({ value }, index) => {
      const { value: original } = before[index] as PropertyDescriptor;
      assert.notEqual(value, original);
      assert.deepEqual(
        [value.name, value.length],
        [original.name, original.length]
      );
    });
    wire.disable();
    assert.deepEqual(descriptors(), before);
    during.forEach((_, index) => {
      const [owner, key] = places[index] as (typeof places)[number];
      const { value } = before[index] as PropertyDescriptor;
      assert.equal((owner as any)[key], value);
    });
  });

  it('are made once when enable() is called twice', async () => {
    wire.enable();
    const [fetched, requested] = [globalThis.fetch, http.request];
    wire.enable();
    assert.equal(globalThis.fetch, fetched);
    assert.equal(http.request, requested);
    assert.equal(await count(), 2);
    wire.disable();
    assert.deepEqual(descriptors(), before);
    assert.equal(await count(), 0);
  });

  it('reach named imports, and leave them', async () => {
    const originals = named();
    wire.enable();
    assert.deepEqual(named(), [
      http.request,
      http.get,
      https.request,
      https.get,
    ]);
    named().forEach((each, index) => assert.notEqual(each, originals[index]));
    assert.equal((require('http') as typeof http).request, namedRequest);
    await byHttp(namedRequest, server.url('json'));
    assert.equal(observer.seen.length, 1);
    wire.disable();
    named().forEach((each, index) => assert.equal(each, originals[index]));
  });

  it('leave the wrapper of somebody else in its place, and pass through below it', async () => {
    wire.enable();
    const ours = { fetch: globalThis.fetch, request: http.request };
    let passed = 0;
    const theirs = {
      fetch: ((...args: Parameters<typeof fetch>) => {
        passed++;
        return ours.fetch(...args);
      }) as typeof fetch,
      request: ((...args: Parameters<typeof http.request>) => {
        passed++;
        return ours.request(...args);
      }) as typeof http.request,
    };
    globalThis.fetch = theirs.fetch;
    http.request = theirs.request;
    wire.disable();
    assert.equal(globalThis.fetch, theirs.fetch);
    assert.equal(http.request, theirs.request);
    assert.equal(await count(), 0);
    assert.equal(passed, 2);
    // And again on top of it all: still one exchange for one call.
    wire.enable();
    assert.equal(await count(), 2);
    assert.equal(passed, 4);
  });

  it('see one exchange when somebody wraps what we patched', async () => {
    wire.enable();
    const { request } = http;
    http.request = ((...args: Parameters<typeof http.request>) =>
      request(...args)) as typeof http.request;
    assert.equal(await count(), 2);
    wire.rewatchHttp();
    assert.equal(await count(), 2);
    wire.rewatchHttp();
    wire.rewatchHttp();
    assert.equal(await count(), 2);
  });

  it('go outermost again with rewatchHttp(), and give the wrapper back', () => {
    wire.enable();
    const { request } = http;
    const theirs = ((...args: Parameters<typeof http.request>) =>
      request(...args)) as typeof http.request;
    http.request = theirs;
    wire.rewatchHttp();
    assert.notEqual(http.request, theirs);
    wire.disable();
    assert.equal(http.request, theirs);
  });

  it('hand a promise that is not ours to watch through as it is', () => {
    const promise = Promise.resolve(new Response('{}'));
    globalThis.fetch = () => promise;
    const uninterested = wireFor({
      wants: () => true,
      observe: () => undefined,
    });
    uninterested.enable();
    try {
      const url = 'http://127.0.0.1:4000/v1/chat/completions';
      assert.equal(fetch(url, post), promise);
      assert.equal(fetch('http://127.0.0.1:4000/', post), promise);
    } finally {
      uninterested.disable();
    }
  });

  it('hand over arguments, and this, as they are', () => {
    const given: unknown[] = [];
    function spy(this: unknown, ...args: unknown[]): any {
      given.push([this, args]);
      return Promise.resolve(new Response('{}'));
    }
    globalThis.fetch = spy;
    wire.enable();
    const url = 'http://127.0.0.1:4000/v1/chat/completions';
    const self = { mine: true };
    void fetch.call(self as never, url, post);
    void fetch.call(self as never, url);
    (fetch as any).call(self, url, post, 'third');
    assert.deepEqual(given, [
      [self, [url, post]],
      [self, [url]],
      [self, [url, post, 'third']],
    ]);
    const [, [, kept]] = given[0] as [unknown, unknown[]];
    assert.equal(kept, post);
  });

  for (const found of undiciVersions) {
    const test = found.skip ? it.skip : it;
    test(`give the classes of ${found.name} back as they were`, () => {
      const undici = loadUndici(found);
      const names = ['Agent', 'Client', 'Pool', 'ProxyAgent', 'MockAgent'];
      const look = (): unknown[] =>
        names.map(name =>
          Object.getOwnPropertyDescriptors(undici[name].prototype)
        );
      const original = look();
      const created = channel('undici:request:create');
      const heard = created.hasSubscribers;
      wire.enable();
      wire.watchUndici(undici);
      wire.watchUndici(undici);
      wire.disable();
      assert.deepEqual(look(), original);
      assert.equal(created.hasSubscribers, heard);
      assert.equal(Object.hasOwn(created, 'publish'), false);
    });
  }

  it('take no harm from what is no undici', () => {
    wire.enable();
    for (const exports of [undefined, null, 7, 'undici', {}, { Agent: 1 }]) {
      wire.watchUndici(exports);
    }
    wire.watchUndici(
      Object.freeze({ Agent: class {}, Pool: { prototype: 1 } })
    );
  });

  it('take no harm from globals that are frozen', async () => {
    const app = fileURLToPath(
      new URL('apps/frozen-globals.ts', import.meta.url)
    );
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      ...['--import', 'tsx'],
      app,
    ]);
    assert.deepEqual(
      { report: JSON.parse(stdout) as unknown, stderr },
      {
        report: { fetched: '{"ok":1}', requested: '{"ok":1}', restored: true },
        stderr: '',
      }
    );
  });
});
