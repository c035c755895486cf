// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { trace } from '@opentelemetry/api';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { ResponsesWS } from 'openai/resources/responses/ws';
import { WebSocket } from 'ws';
import { toolCaller } from './calls-tools.mjs';

/** How long a connection stays open after its last response. */
export const HANG_UP_MS = 200;

const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
};
const tools = [{ type: 'function', name: 'weather', parameters }];
const question = 'Is it dry in Oslo, and for how long?';

/** 20 ms of PCM at 24 kHz. */
const sound = byte => Buffer.alloc(960, byte).toString('base64');

/** Turns over a WebSocket that stays open: an agent's chain, and a voice. */
export function turnCalls({ openai, post }, { mcp, realtime, key }) {
  const callTool = toolCaller(post, mcp);
  return [
    {
      kind: 'an agent over WebSocket, with a tool',
      times: 2,
      attempts: 1,
      tools: 1,
      turns: 2,
      sees: /^weather, weather: done, message$/,
      run: name => runChain(openai, name, callTool),
    },
    {
      kind: 'a voice turn',
      times: 2,
      attempts: 0,
      turns: 1,
      sees: /^completed, [1-9]\d* pieces of sound$/,
      run: name => speak(realtime, key, name),
    },
  ];
}

/** Asks a model, calls the tool that it chose, and asks again on the same connection. */
function runChain(openai, name, callTool) {
  const tracer = trace.getTracer('demo-application');
  return tracer.startActiveSpan('run an agent on a socket', async span => {
    const headers = { 'x-demo-call': name };
    const socket = new ResponsesWS(openai, { headers });
    const ask = async body => {
      const completed = new Promise((resolve, reject) => {
        socket.once('response.completed', resolve);
        socket.once('error', reject);
      });
      const all = { model: 'gpt-5.2', tools, ...body };
      socket.send({ type: 'response.create', ...all });
      return (await completed).response;
    };
    try {
      const first = await ask({ input: question });
      const [{ name: tool, call_id }] = first.output;
      const { result } = await callTool(name, tool);
      const [{ text: output }] = result.content;
      const input = [{ type: 'function_call_output', call_id, output }];
      const last = await ask({ input, previous_response_id: first.id });
      return [tool, output, last.output[0].type].join(', ');
    } finally {
      span.end();
      await hangUp(socket.socket.platformSocket, () => socket.close());
    }
  });
}

/** Speaks, is silent, and hears the answer; nobody asks for it. */
async function speak(url, key, name) {
  const headers = { authorization: `Bearer ${key}`, 'x-demo-call': name };
  const socket = new WebSocket(url, { headers });
  let pieces = 0;
  const done = new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', data => {
      const { type, response } = JSON.parse(data);
      if (type === 'response.output_audio.delta') pieces++;
      if (type === 'response.done') resolve(response);
    });
  });
  await Promise.race([once(socket, 'open'), done]);
  for (const byte of [1, 2, 3, 0]) {
    const audio = sound(byte);
    socket.send(JSON.stringify({ type: 'input_audio_buffer.append', audio }));
    await wait(20);
  }
  const { status } = await done;
  await hangUp(socket, () => socket.close());
  return `${status}, ${pieces} pieces of sound`;
}

/** Closes a connection after a while, and waits until it is closed. */
async function hangUp(socket, close) {
  await wait(HANG_UP_MS);
  const closed = once(socket, 'close');
  close();
  await closed;
}
