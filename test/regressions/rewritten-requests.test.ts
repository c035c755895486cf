// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { describe, it } from 'mocha';
import { loadUndici, undiciVersions } from '../wire/probes/undici-calling.ts';
import { Witness } from '../wire/support/witness.ts';

const undici7 = loadUndici({ name: 'undici', version: 7, skip: false });
const text = '{"model":"example-model"}';
const init = { method: 'POST', body: text } as const;
const CHAT = '/v1/chat/completions';

/** The bodies that `fetch` and undici accept. */
const bodies: Record<string, () => unknown> = {
  text: () => text,
  'a Buffer': () => Buffer.from(text),
  'an ArrayBuffer': () => new TextEncoder().encode(text).buffer,
  'a Blob': () => new Blob([text]),
  'URL parameters': () => new URLSearchParams({ model: 'example-model' }),
  'a form': () => {
    const form = new FormData();
    form.set('model', 'example-model');
    return form;
  },
  'a stream': () => new Blob([text]).stream(),
  'a generator': async function* () {
    yield Buffer.from(text);
  },
};

interface Way {
  /** Of no inference API, or of another one. */
  readonly path: string;
  readonly later: boolean;
  readonly elsewhere: boolean;
}

const ways: Way[] = ['/json/gateway/model', '/json/v1/messages'].flatMap(path =>
  [false, true].flatMap(later =>
    [false, true].map(elsewhere => ({ path, later, elsewhere }))
  )
);

/** A dispatcher whose interceptor sends each call to a path, and to an origin. */
function rewriting(path: string, origin?: string, later = false): any {
  return new undici7.Agent().compose(
    (dispatch: any) => (options: any, handler: any) => {
      const send = (): boolean =>
        dispatch(
          { ...options, path, ...(origin !== undefined && { origin }) },
          handler
        );
      if (!later) return send();
      setImmediate(send);
      return true;
    }
  );
}

describe('a call whose address an interceptor rewrites is one exchange', () => {
  const seeing = new Witness();

  async function isOne(transport: string, url: string): Promise<void> {
    await seeing.story();
    assert.deepEqual(
      seeing.observer.seen.map(({ exchange, terminals, bytes, complaints }) => [
        exchange.transport,
        exchange.url.href,
        terminals,
        bytes,
        complaints,
      ]),
      [[transport, url, ['end'], seeing.server.log[0]?.sent, []]]
    );
  }

  /** Composes the dispatcher after the classes of undici are known, or in a copy that nobody showed us. */
  function prepare(hooked: boolean, way: Way): [string, any] {
    seeing.wire.enable();
    if (hooked) seeing.wire.watchUndici(undici7);
    const { origin } = seeing.server;
    const to = way.elsewhere ? origin : undefined;
    const from = way.elsewhere ? 'http://gateway.example' : origin;
    return [`${from}/json${CHAT}`, rewriting(way.path, to, way.later)];
  }

  async function byFetch(
    [url, dispatcher]: [string, any],
    body: unknown,
    request: boolean
  ): Promise<void> {
    const options = { method: 'POST', body, duplex: 'half' } as RequestInit;
    const response = await (request
      ? fetch(new Request(url, options), { dispatcher })
      : fetch(url, { ...options, dispatcher }));
    await response.text();
    await dispatcher.close();
    await isOne('fetch', url);
  }

  for (const way of ways) {
    const { path, later, elsewhere } = way;
    const to = `${elsewhere ? 'another host and ' : ''}${path}, ${later ? 'later' : 'at once'}`;
    for (const [kind, body] of Object.entries(bodies)) {
      it(`of fetch, with ${kind}, to ${to}`, () =>
        byFetch(prepare(true, way), body(), false));

      it(`of fetch with a Request, with ${kind}, to ${to}`, () =>
        byFetch(prepare(true, way), body(), true));
    }
    for (const kind of ['text', 'a Buffer'] as const) {
      it(`of fetch, with ${kind}, to ${to}, over a copy of undici that nobody showed us`, () =>
        byFetch(prepare(false, way), bodies[kind]?.(), false));
    }
    for (const kind of ['text', 'a Buffer', 'a Blob', 'a generator']) {
      it(`of undici, with ${kind}, to ${to}`, async () => {
        const [url, dispatcher] = prepare(true, way);
        const made = bodies[kind]?.();
        const body = kind === 'a generator' ? Readable.from(made as any) : made;
        const answer = await undici7.request(url, {
          method: 'POST',
          body,
          dispatcher,
        });
        await answer.body.text();
        await dispatcher.close();
        await isOne('undici', url);
      });
    }
  }
});

describe('a redirect that undici refuses', () => {
  const seeing = new Witness();

  for (const found of undiciVersions) {
    const { name, version, skip } = found;
    if (skip !== false || version < 7) continue;
    for (const hooked of [true, false]) {
      it(`to the same address is a failed call, by ${name}${hooked ? '' : ' that nobody showed us'}`, async () => {
        const undici = loadUndici(found);
        const dispatcher = new undici.Agent().compose(
          undici.interceptors.redirect({
            maxRedirections: 3,
            throwOnMaxRedirect: true,
          })
        );
        seeing.wire.enable();
        if (hooked) seeing.wire.watchUndici(undici);
        const server = http.createServer((request, response) => {
          request.resume();
          response.writeHead(307, { location: CHAT }).end();
        });
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        seeing.restore.push(() => {
          server.closeAllConnections();
          server.close();
        });
        const { port } = server.address() as AddressInfo;
        const loop = `http://127.0.0.1:${port}${CHAT}`;
        await assert.rejects(undici.request(loop, { ...init, dispatcher }));
        await dispatcher.close();
        await seeing.story();
        assert.deepEqual(
          seeing.observer.seen.map(({ statuses, terminals }) => [
            statuses,
            terminals,
          ]),
          [[[307], ['error']]]
        );
      });
    }
  }
});
