// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect, type AddressInfo } from 'node:net';
import { until } from '../../wire/support/waiting.ts';
import { track } from '../support/tracked.ts';
import { fixture, script } from './fake-socket.ts';

const { WebSocket, WebSocketServer } = createRequire(import.meta.url)('ws');

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
