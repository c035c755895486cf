// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ExchangeObserver } from '../../src/wire/exchange.ts';
import { startWireServer } from '../support/wire-server.ts';
import { recordingObserver } from '../wire/support/observers.ts';
import { turns } from '../wire/support/waiting.ts';
import { wireFor } from '../wire/support/wire-under-test.ts';
import { Witness } from '../wire/support/witness.ts';

describe('the headers of a request that is not ours', () => {
  const seeing = new Witness();

  it('are not read from a Request', async () => {
    seeing.wire.enable();
    let reads = 0;
    const request = new Request(`${seeing.server.origin}/health`);
    Object.defineProperty(request, 'headers', {
      get() {
        reads++;
        return new Headers();
      },
    });
    await (await fetch(request)).text();
    assert.equal(reads, 0);
  });
});

describe('a call that only a header identifies, by a fetch of the application that rewrites its address', () => {
  for (const method of ['GET', 'DELETE']) {
    it(`is one exchange by ${method}`, async () => {
      const server = await startWireServer();
      const recording = recordingObserver();
      const observer: ExchangeObserver & typeof recording = {
        ...recording,
        wants: () => false,
        tellingHeader: () => 'mcp-session-id',
        wantsHeader: () => true,
      };
      const native = globalThis.fetch;
      const module = { fetch: native };
      globalThis.fetch = (_, init) =>
        module.fetch(server.url('json', { relay: 42 }), init);
      const wire = wireFor(observer);
      try {
        wire.enable();
        wire.watchUndiciFetch(module);
        const headers = { 'mcp-session-id': 'a' };
        const url = 'http://localhost:1/tools';
        await (await fetch(url, { method, headers })).text();
        await turns();
        assert.deepEqual(
          observer.seen.map(({ exchange, terminals }) => [
            exchange.url.pathname,
            terminals,
          ]),
          [['/tools', ['end']]]
        );
      } finally {
        wire.disable();
        globalThis.fetch = native;
        await server.close();
      }
    });
  }
});
