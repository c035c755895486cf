// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { responses } from '../mocks/turns-responses.mjs';
import { createTurnsMock } from '../mocks/turns.mjs';
import { createMailbox, nowhere, turnScenarios } from './turns.mjs';

export { judgeTurns as judge } from '../judge-turns.mjs';
const SOCKET = 'openai/resources/responses/ws';
export const provider = 'openai';
export const named = true;
export const hosts = [nowhere];
export const packages = ['openai', SOCKET];
export const createMock = () => createTurnsMock(responses);

const model = 'gpt-5.2';
const tools = [
  { type: 'function', name: 'get_weather', parameters: { type: 'object' } },
];

async function open(c, { key, url }) {
  const { default: OpenAI } = await c.load('openai');
  const { ResponsesWS } = await c.load(SOCKET);
  const socket = new ResponsesWS(
    new OpenAI({ apiKey: key, baseURL: `${url}/v1` })
  );
  const mailbox = createMailbox();
  socket.on('event', message => mailbox.put({ message }));
  socket.on('error', error => mailbox.put({ error }));
  socket.on('close', (code, reason) => mailbox.put({ closed: [code, reason] }));
  const ask = (input, more) =>
    socket.send({ type: 'response.create', model, input, tools, ...more });
  return {
    mailbox,
    isPiece: ({ type }) => type.endsWith('.delta'),
    isEnd: ({ type }) => /^response\.(completed|failed)$/.test(type),
    // What is sent before the connection is there waits for it.
    ask: () => ask('How is the weather?'),
    answerTool: () =>
      ask(
        [
          {
            type: 'function_call_output',
            call_id: 'call_1',
            output: '18 degrees',
          },
        ],
        { previous_response_id: 'resp_1' }
      ),
    close: () => socket.close(),
  };
}

export const scenarios = turnScenarios(open, ['tellsErrors']);
