// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../wire/support/waiting.ts';
import { inSpan, track, type Tracked } from '../support/tracked.ts';
import { fixture } from './fake-socket.ts';

const { WebSocket, WebSocketServer } = createRequire(import.meta.url)('ws');

/** Ways to open a connection that Node.js versions have. */
const clients: Record<string, any> = {
  ws: WebSocket,
  ...('WebSocket' in globalThis && {
    'built-in WebSocket': (globalThis as { WebSocket?: unknown }).WebSocket,
  }),
};

/** Says the received messages of a fixture that follow each sent one. */
function script(name: string): { greeting: object[]; answers: object[][] } {
  const groups: object[][] = [[]];
  for (const [way, message] of fixture(name).events) {
    if (way === 'sent') groups.push([]);
    else groups.at(-1)!.push(message);
  }
  const [greeting = [], ...answers] = groups;
  return { greeting, answers };
}

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

    for (const perMessageDeflate of [false, true]) {
      it(`are those that were said${perMessageDeflate ? ', deflated' : ''}`, async () => {
        const name = 'openai-responses-chain';
        await serve(name, { perMessageDeflate });
        const socket = await inSpan(tracked, 'connects', open);
        await inSpan(tracked, 'asks', async () => {
          for (const [way, message] of fixture(name).events) {
            if (way === 'received') continue;
            const before = tracked.genai().length;
            socket.send(JSON.stringify(message));
            await until(() => tracked.genai().length > before);
          }
        });
        socket.close(1000);
        const session = await endOfSession();
        const ids = tracked
          .genai()
          .map(({ attributes }) => attributes['gen_ai.response.id']);
        assert.deepEqual(ids, ['resp_1', 'resp_2']);
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

/** The clients of `openai` for the two APIs, each against a server that plays a fixture. */
const openaiClients: readonly (readonly [
  string,
  string,
  (module: any, client: any, port: number) => any,
])[] = [
  [
    'openai/resources/responses/ws',
    'openai-responses-chain',
    ({ ResponsesWS }, client) => new ResponsesWS(client),
  ],
  [
    'openai/realtime/ws',
    'openai-realtime-asked',
    ({ OpenAIRealtimeWS }, client, port) =>
      new OpenAIRealtimeWS(
        {
          model: 'gpt-realtime',
          // It knows no address without TLS.
          options: { createConnection: () => connect(port, '127.0.0.1') },
        },
        client
      ),
  ],
];

for (const [path, name, open] of openaiClients) {
  describe(`turns of ${path}`, () => {
    it('are those that were said', async () => {
      const require = createRequire(import.meta.url);
      const { default: OpenAI } = require('openai');
      const { greeting, answers } = script(name);
      const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
      const say = (socket: any, messages: object[] = []): void => {
        for (const message of messages) socket.send(JSON.stringify(message));
      };
      server.on('connection', (socket: any) => {
        let next = 0;
        say(socket, greeting);
        socket.on('message', () => say(socket, answers[next++]));
      });
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const tracked = track();
      try {
        const baseURL = `http://127.0.0.1:${port}/v1`;
        const client = new OpenAI({ apiKey: 'key', baseURL });
        const socket = open(require(path), client, port);
        await until(() => socket.socket.readyState === WebSocket.OPEN);
        for (const [way, message] of fixture(name).events) {
          if (way === 'sent') socket.send(message);
        }
        const { turns } = fixture(name);
        await until(() => tracked.genai().length === turns.length);
        socket.close();
        const facts = ['gen_ai.response.id', 'gen_ai.response.finish_reasons'];
        assert.deepEqual(
          tracked
            .genai()
            .map(({ attributes }) => facts.map(fact => attributes[fact])),
          turns.map(attributes => facts.map(fact => attributes[fact]))
        );
      } finally {
        for (const one of server.clients) one.terminate();
        server.close();
        await tracked.stop();
      }
    });
  });
}
