// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import OpenAI from 'openai';
import { BODY, PATH } from '../telemetry/support/calling.ts';
import { scriptedServer } from '../telemetry/support/scripted-server.ts';
import { track } from '../telemetry/support/tracked.ts';

type Send = (origin: string, signal: AbortSignal) => Promise<unknown>;

/** Posts by node:http, and destroys the request as clients above it do. */
function byNodeHttp(end: (signal: AbortSignal) => Error | undefined): Send {
  return (origin, signal) =>
    new Promise((resolve, reject) => {
      const request = httpRequest(
        origin + PATH,
        { method: 'POST', headers: { 'content-type': 'application/json' } },
        resolve
      );
      request.on('error', reject);
      signal.addEventListener('abort', () => request.destroy(end(signal)));
      request.end(BODY);
    });
}

/** As openai 4 to 6 do: a controller of the client's own is aborted without a reason. */
const byOwnController: Send = (origin, signal) => {
  const own = new AbortController();
  signal.addEventListener('abort', () => own.abort());
  return fetch(origin + PATH, {
    method: 'POST',
    body: BODY,
    headers: { 'x-stainless-timeout': '600' },
    signal: own.signal,
  });
};

const CLIENTS: Record<string, Send> = {
  fetch: (origin, signal) =>
    fetch(origin + PATH, { method: 'POST', body: BODY, signal }),
  'a client with a controller of its own': byOwnController,
  'openai 7': (origin, signal) =>
    new OpenAI({
      apiKey: 'k',
      baseURL: `${origin}/v1`,
      maxRetries: 0,
    }).chat.completions.create(
      { model: 'm', messages: [{ role: 'user', content: 'Hi' }] },
      { signal }
    ),
  'node:http without a reason': byNodeHttp(() => undefined),
  'node:http with an error of its own': byNodeHttp(() => new Error('left')),
  "node:http with the signal's reason": byNodeHttp(
    ({ reason }) => reason as Error
  ),
};

/** Longer than a client takes on a busy machine from its call to the request; before that, nothing is there to end. */
const LIMIT_MS = 300;

const ENDS: Record<string, [signal: () => AbortSignal, errorType: string]> = {
  'AbortSignal.timeout()': [() => AbortSignal.timeout(LIMIT_MS), 'timeout'],
  'a timer that aborts': [
    () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), LIMIT_MS);
      return controller.signal;
    },
    'timeout',
  ],
  'an abort that is no deadline': [
    () => {
      const controller = new AbortController();
      void wait(LIMIT_MS).then(() => controller.abort());
      return controller.signal;
    },
    'aborted',
  ],
};

describe("A caller's deadline is one error.type for every client", () => {
  for (const [client, send] of Object.entries(CLIENTS)) {
    for (const [end, [signal, errorType]] of Object.entries(ENDS)) {
      it(`${client}, ${end}: ${errorType}`, async () => {
        const tracked = track();
        const server = await scriptedServer(() => {});
        try {
          await assert.rejects(send(server.origin, signal()));
          for (let turn = 0; tracked.genai().length === 0; turn++) {
            assert.ok(turn < 200, 'no span');
            await wait(5);
          }
          const spans = tracked.genai();
          assert.deepEqual(
            spans.map(({ attributes }) => attributes['error.type']),
            [errorType]
          );
        } finally {
          await tracked.stop();
          await server.close();
        }
      });
    }
  }
});

describe('An HTTP/2 stream that a timer closes', () => {
  for (const [whether, reads, errorType] of [
    ['is read to where the provider stopped', true, 'timeout'],
    ['has data that the application does not read', false, 'aborted'],
  ] as const) {
    it(`${whether}: ${errorType}`, async () => {
      const tracked = track();
      const server = createServer().on('stream', stream => {
        stream.on('error', () => {});
        stream.respond({ 'content-type': 'text/event-stream' });
        stream.write('data: {}\n\n');
      });
      await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
      const { port } = server.address() as AddressInfo;
      const session = connect(`http://127.0.0.1:${port}`);
      try {
        const stream = session.request({
          ':method': 'POST',
          ':path': PATH,
          'content-type': 'application/json',
        });
        if (reads) stream.resume();
        stream.on('response', () => setTimeout(() => stream.close(8), 80));
        stream.end(BODY);
        for (let turn = 0; tracked.genai().length === 0; turn++) {
          assert.ok(turn < 2000, 'no span');
          await wait(5);
        }
        assert.deepEqual(
          tracked.genai().map(({ attributes }) => attributes['error.type']),
          [errorType]
        );
      } finally {
        session.destroy();
        server.close();
        await tracked.stop();
      }
    });
  }
});
