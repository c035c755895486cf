// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { until } from '../../wire/support/waiting.ts';
import { inSpan, track, type Tracked } from '../support/tracked.ts';
import { fixture, script } from './fake-socket.ts';

const { WebSocket, WebSocketServer } = createRequire(import.meta.url)('ws');

/** Ways to open a connection that Node.js versions have. */
const clients: Record<string, any> = {
  ws: WebSocket,
  ...('WebSocket' in globalThis && {
    'built-in WebSocket': (globalThis as { WebSocket?: unknown }).WebSocket,
  }),
};

const SUPPRESSED = createContextKey(
  'OpenTelemetry SDK Context Key SUPPRESS_TRACING'
);
const idsOf = (tracked: Tracked): unknown[] =>
  tracked.genai().map(({ attributes }) => attributes['gen_ai.response.id']);

for (const [client, Client] of Object.entries(clients)) {
  describe(`turns of ${client}`, () => {
    let tracked: Tracked;
    let server: any;
    let url: string;

    const serve = async (name: string, options: object = {}) => {
      const { greeting, answers } = script(name);
      server = new WebSocketServer({ host: '127.0.0.1', port: 0, ...options });
      server.on('connection', (socket: any) => {
        let next = 0;
        const say = (messages: object[] = []): void => {
          for (const message of messages) socket.send(JSON.stringify(message));
        };
        say(greeting);
        socket.on('message', () => say(answers[next++]));
      });
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      url = `ws://127.0.0.1:${port}${new URL(fixture(name).url).pathname}?model=gpt-realtime`;
      tracked = track({
        providers: [{ name: 'openai', hosts: [`127.0.0.1:${port}`] }],
      });
    };
    afterEach(async () => {
      for (const socket of server.clients) socket.terminate();
      server.close();
      await tracked.stop();
    });

    const endOfSession = async (): Promise<Record<string, unknown>> => {
      for (;;) {
        const [end] = await tracked.series('genai.client.session.duration');
        if (end !== undefined) return end.attributes;
        await pause(5);
      }
    };

    const open = async (): Promise<any> => {
      const socket = new Client(url);
      await new Promise((resolve, reject) => {
        socket.addEventListener('open', resolve);
        socket.addEventListener('error', reject);
      });
      return socket;
    };

    /** Sends what the fixture has, each when the turn before has ended. */
    const ask = async (socket: any, name: string): Promise<void> => {
      for (const [way, message] of fixture(name).events) {
        if (way === 'received') continue;
        const before = tracked.genai().length;
        socket.send(JSON.stringify(message));
        await until(() => tracked.genai().length > before);
      }
    };

    for (const perMessageDeflate of [false, true]) {
      it(`are those that were said${perMessageDeflate ? ', deflated' : ''}`, async () => {
        const name = 'openai-responses-chain';
        await serve(name, { perMessageDeflate });
        const socket = await inSpan(tracked, 'connects', open);
        await inSpan(tracked, 'asks', () => ask(socket, name));
        socket.close(1000);
        const session = await endOfSession();
        assert.deepEqual(idsOf(tracked), ['resp_1', 'resp_2']);
        const asks = tracked.spans.find(span => span.name === 'asks')!;
        for (const turn of tracked.genai()) {
          assert.equal(
            turn.parentSpanContext?.spanId,
            asks.spanContext().spanId
          );
        }
        assert.deepEqual(session, {
          'gen_ai.provider.name': 'openai',
          'server.address': '127.0.0.1',
          closed_by: 'application',
          close_code: 1000,
        });
      });
    }

    it('are seen once where an HTTP instrumentation watches the handshake', async () => {
      const name = 'openai-responses-chain';
      const { request, get } = http;
      await serve(name);
      const ours = http.request;
      const others = [new HttpInstrumentation(), new UndiciInstrumentation()];
      // It patches when the module is required.
      createRequire(import.meta.url)('http');
      assert.notEqual(http.request, ours);
      try {
        const socket = await open();
        await ask(socket, name);
        socket.close(1000);
      } finally {
        // Ours is on top, and the base class of theirs leaves a wrapper under mocha.
        tracked.instrumentation.disable();
        for (const other of others) other.disable();
        Object.assign(http, { request, get });
      }
      assert.deepEqual(idsOf(tracked), ['resp_1', 'resp_2']);
    });

    it('are none in a context in which tracing is suppressed', async () => {
      const name = 'openai-responses-chain';
      await serve(name);
      await context.with(ROOT_CONTEXT.setValue(SUPPRESSED, true), async () => {
        const socket = await open();
        let said = 0;
        socket.addEventListener('message', () => said++);
        const { events } = fixture(name);
        const sent = events.filter(([way]) => way === 'sent');
        for (const [, message] of sent) socket.send(JSON.stringify(message));
        await until(() => said === events.length - sent.length);
        socket.close(1000);
        await new Promise(done => socket.addEventListener('close', done));
      });
      assert.deepEqual(tracked.spans, []);
    });

    it('end where the server breaks the connection', async () => {
      await serve('openai-responses-warm-up');
      const socket = await open();
      server.removeAllListeners('connection');
      for (const one of server.clients) one.removeAllListeners('message');
      socket.send(JSON.stringify({ type: 'response.create', model: 'm' }));
      socket.addEventListener('error', () => {});
      const active = 'genai.client.active_requests';
      while ((await tracked.values(active))[0]?.['value'] !== 1) await pause(5);
      for (const one of server.clients) one.terminate();
      await until(() => tracked.genai().length === 1);
      const type = tracked.genai()[0]!.attributes['error.type'] as string;
      assert.match(type, /^(?:1006|ECONNRESET)$/);
    });

    it('of a refused handshake are none, and the session says it', async () => {
      await serve('openai-responses-chain', {
        verifyClient: (_: unknown, done: (...a: unknown[]) => void) =>
          done(false, 401),
      });
      await assert.rejects(open());
      const session = await endOfSession();
      assert.equal(session['error.type'], '401');
      assert.equal(session['closed_by'], 'refused');
      assert.deepEqual(tracked.genai(), []);
    });
  });
}
