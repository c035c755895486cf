// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Wire } from '../../src/wire/wire.ts';
import { startHttp2Server } from '../support/http2-server.ts';
import type { WireServer } from '../support/wire-server.ts';
import { http2Certificate, question } from './probes/http2-calling.ts';
import { loadUndici, undiciVersions } from './probes/undici-calling.ts';
import { recordingObserver, type Seen } from './support/observers.ts';
import { until } from './support/waiting.ts';
import { wireFor } from './support/wire-under-test.ts';

describe('undici over HTTP/2', () => {
  let server: WireServer;
  let observer: ReturnType<typeof recordingObserver>;
  let wire: Wire;
  let restore: (() => unknown)[];

  beforeEach(async () => {
    server = await startHttp2Server(http2Certificate);
    observer = recordingObserver();
    wire = wireFor(observer);
    restore = [];
  });

  afterEach(async () => {
    for (const undo of restore.reverse()) await undo();
    wire.disable();
    await server.close();
  });

  function summary({ exchange, statuses, terminals, bytes }: Seen): unknown {
    return [exchange.transport, ...statuses, ...terminals, bytes];
  }

  for (const found of undiciVersions) {
    const { name, version, skip } = found;
    if (skip) {
      it.skip(`is seen once by ${name} (${skip})`);
      continue;
    }
    for (const hooked of [true, false]) {
      it(`is seen once by ${name}${hooked ? '' : ', not hooked'}`, async () => {
        const undici = loadUndici(found);
        const dispatcher = new undici.Agent({
          allowH2: true,
          connections: 1,
          connect: { ca: http2Certificate.cert, rejectUnauthorized: false },
        });
        restore.push(() => dispatcher.destroy());
        wire.enable();
        if (hooked) wire.watchUndici(undici);
        const init = { method: 'POST', body: question, dispatcher };
        const urls = [1, 2, 3].map(mark => server.url('sse', { mark, gap: 2 }));
        const texts = await Promise.all(
          urls.map(async (url, index) => {
            if (index === 2) return (await undici.fetch(url, init)).text();
            const { body } = await undici.request(url, init);
            return body.text();
          })
        );
        assert.deepEqual(
          texts.map((text, index) => text.includes(`"id":"${index + 1}"`)),
          [true, true, true]
        );
        await until(() =>
          observer.seen.every(each => each.terminals.length > 0)
        );
        const told = observer.seen.map(each => {
          const { pathname, search } = each.exchange.url;
          const sent = server.log.find(
            ({ path }) => path === pathname + search
          );
          return [summary(each), each.digest === sent?.sentDigest];
        });
        const sent = server.log[0]?.sent;
        assert.deepEqual(
          told,
          urls.map(() => [['undici', 200, 'end', sent], true])
        );
        const http2Used = server.log.every(({ rawHeaders }) =>
          rawHeaders.includes(':path')
        );
        assert.equal(http2Used, true, `HTTP/2 in undici ${version}`);
      });
    }
  }
});
