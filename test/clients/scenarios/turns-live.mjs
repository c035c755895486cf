// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { live } from '../mocks/turns-live.mjs';
import { createTurnsMock } from '../mocks/turns.mjs';
import { createMailbox, nowhere, turnScenarios } from './turns.mjs';

export { judgeTurns as judge } from '../judge-turns.mjs';
export const provider = 'gcp.gemini';
export const named = true;
export const hosts = [nowhere];
export const packages = ['@google/genai'];
export const createMock = () => createTurnsMock(live);

const model = 'gemini-2.5-flash-native-audio';
const audio = {
  data: Buffer.alloc(480).toString('base64'),
  mimeType: 'audio/pcm;rate=16000',
};

async function open(c, { key, url }) {
  const { GoogleGenAI } = await c.load('@google/genai');
  const client = new GoogleGenAI({
    apiKey: key,
    httpOptions: { baseUrl: url },
  });
  const mailbox = createMailbox();
  let over;
  const failed = new Promise(resolve => (over = resolve));
  // Where there is no connection, the client never says so otherwise.
  const connected = client.live.connect({
    model,
    config: { responseModalities: ['AUDIO'] },
    callbacks: {
      onmessage: message => mailbox.put({ message }),
      onerror: ({ type, message, error }) =>
        mailbox.put({ failure: { type, message, error } }),
      onclose({ type, code, reason, wasClean }) {
        mailbox.put({ closed: { type, code, reason, wasClean } });
        over();
      },
    },
  });
  const session = await Promise.race([connected, failed]);
  return {
    mailbox,
    isPiece: ({ serverContent, toolCall }) =>
      serverContent?.modelTurn !== undefined || toolCall !== undefined,
    isEnd: ({ serverContent, toolCall }) =>
      serverContent?.turnComplete === true ||
      serverContent?.interrupted === true ||
      toolCall !== undefined,
    ask: () =>
      session.sendClientContent({
        turns: [{ role: 'user', parts: [{ text: 'How is the weather?' }] }],
        turnComplete: true,
      }),
    answerTool: () =>
      session.sendToolResponse({
        functionResponses: [
          { id: 'call_1', name: 'get_weather', response: { degrees: 18 } },
        ],
      }),
    speak() {
      for (let times = 0; times < 5; times++) {
        session.sendRealtimeInput({ audio });
      }
      session.sendRealtimeInput({ audioStreamEnd: true });
    },
    cancel: () => session.sendRealtimeInput({ activityStart: {} }),
    close: () => session.close(),
  };
}

export const scenarios = turnScenarios(open, ['speak', 'cancel']);
