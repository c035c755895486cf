// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { context, trace } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { until } from '../wire/support/waiting.ts';
import { track, type Tracked } from '../telemetry/support/tracked.ts';

const http = createRequire(import.meta.url)('http') as typeof import('http');

/** Paths that inference shares with other APIs, on a host that nobody knows. */
const PATHS = ['/api/v1/responses', '/api/chat', '/v1/messages'];

/** The ways in which the body is not known when the call begins. */
const SENDERS: Record<string, (url: string, body: string) => Promise<unknown>> =
  {
    'node:http': (url, body) =>
      new Promise((resolve, reject) => {
        http
          .request(url, { method: 'POST' }, response => {
            response.resume().on('end', resolve);
          })
          .on('error', reject)
          .end(body);
      }),
    'fetch with a stream': async (url, body) => {
      const init = {
        method: 'POST',
        duplex: 'half',
        body: new Blob([body]).stream(),
      };
      return (await fetch(url, init as RequestInit)).text();
    },
    'fetch with a Request': async (url, body) =>
      (await fetch(new Request(url, { method: 'POST', body }))).text(),
  };

describe('a call at a path that is perhaps inference', () => {
  let tracked: Tracked;
  let server: Server;
  let origin: string;
  /** Parents of the HTTP spans that another instrumentation would begin, as the wrapped functions see them. */
  let parents: (string | undefined)[];
  let restore: () => void;

  beforeEach(async () => {
    parents = [];
    server = createServer((request, response) => {
      request.resume().on('end', () => response.end('{}'));
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const note = (): void => {
      parents.push(trace.getSpan(context.active())?.spanContext().spanId);
    };
    const { fetch: fetched } = globalThis;
    const { request } = http;
    globalThis.fetch = (...args) => {
      note();
      return fetched(...args);
    };
    http.request = ((...args: Parameters<typeof request>) => {
      note();
      return request(...args);
    }) as typeof request;
    restore = () => {
      globalThis.fetch = fetched;
      http.request = request;
    };
    tracked = track();
  });

  afterEach(async () => {
    await tracked.stop();
    restore();
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  });

  for (const [name, send] of Object.entries(SENDERS)) {
    for (const path of PATHS) {
      it(`leaves the HTTP span with the caller: ${path} by ${name}`, async () => {
        const tracer = tracked.tracerOf('application');
        let caller = '';
        await tracer.startActiveSpan('application', async span => {
          caller = span.spanContext().spanId;
          await send(origin + path, '{"answers":[1]}');
          span.end();
        });
        await until(() => tracked.spans.length > 0);
        assert.deepEqual(parents, [caller]);
        assert.deepEqual(tracked.genai(), []);
      });
    }

    it(`is recorded when its body confirms it, by ${name}`, async () => {
      const body = '{"model":"m","max_tokens":1,"input":"x","messages":[]}';
      await send(`${origin}/api/v1/responses`, body);
      await until(() => tracked.genai().length > 0);
      const [span, ...more] = tracked.genai();
      assert.equal(span?.attributes['gen_ai.request.model'], 'm');
      assert.deepEqual(more, []);
    });
  }

  it('has the headers that were set after the request was made', async () => {
    await new Promise<void>((resolve, reject) => {
      const request = http.request(
        `${origin}/v1/chat/completions`,
        { method: 'POST' },
        response => {
          response.resume().on('end', resolve);
        }
      );
      request.on('error', reject);
      request.setHeader('x-stainless-retry-count', '3');
      request.end('{"model":"m","messages":[]}');
    });
    await until(() => tracked.genai().length > 0);
    const [span] = tracked.genai();
    assert.equal(span?.attributes['http.request.resend_count'], 3);
  });
});
