// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { connect } from 'node:net';
import { realtime } from '../mocks/turns-realtime.mjs';
import { createTurnsMock } from '../mocks/turns.mjs';
import { createMailbox, nowhere, readUntil, turnScenarios } from './turns.mjs';

export { judgeTurns as judge } from '../judge-turns.mjs';
const SOCKET = 'openai/realtime/ws';
export const provider = 'openai';
export const named = true;
export const hosts = [nowhere];
export const packages = ['openai', SOCKET];
export const createMock = () => createTurnsMock(realtime);

const audio = Buffer.alloc(480).toString('base64');

async function open(c, { key, url }) {
  const { default: OpenAI } = await c.load('openai');
  const { OpenAIRealtimeWS } = await c.load(SOCKET);
  const { port, hostname } = new URL(url);
  const socket = new OpenAIRealtimeWS(
    {
      model: 'gpt-realtime',
      // It knows no address without TLS.
      options: { createConnection: () => connect(Number(port), hostname) },
    },
    new OpenAI({ apiKey: key, baseURL: `${url}/v1` })
  );
  const mailbox = createMailbox();
  socket.on('event', message => mailbox.put({ message }));
  socket.on('error', error => mailbox.put({ error }));
  socket.socket.on('close', (code, reason) =>
    mailbox.put({ closed: [code, reason.toString()] })
  );
  const talk = {
    mailbox,
    isPiece: ({ type }) => type.endsWith('.delta'),
    isEnd: ({ type }) => type === 'response.done',
    ask() {
      socket.send({
        type: 'conversation.item.create',
        item: {
          type: 'message',
          role: 'user',
          content: [{ type: 'input_text', text: 'How is the weather?' }],
        },
      });
      socket.send({ type: 'response.create', event_id: 'ask_1' });
    },
    answerTool() {
      socket.send({
        type: 'conversation.item.create',
        item: {
          type: 'function_call_output',
          call_id: 'call_1',
          output: '18 degrees',
        },
      });
      socket.send({ type: 'response.create' });
    },
    speak() {
      for (let times = 0; times < 5; times++) {
        socket.send({ type: 'input_audio_buffer.append', audio });
      }
      socket.send({ type: 'input_audio_buffer.commit' });
    },
    cancel: () => socket.send({ type: 'response.cancel' }),
    close: () => socket.close(),
  };
  const first = ({ message, error }) =>
    error !== undefined || message?.type === 'session.created';
  await readUntil(c, talk, first);
  return talk;
}

export const scenarios = turnScenarios(open, [
  'speak',
  'cancel',
  'tellsErrors',
]);
