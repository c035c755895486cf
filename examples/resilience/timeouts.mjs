// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Four kinds of patience: to connect, for the head of the answer, between two pieces of it, and for the whole call.
import OpenAI from 'openai';
import { Agent, fetch } from 'undici';
import { apiKey, baseURL, messages } from './client.mjs';
import { operation } from './operation.mjs';

const WHOLE_MS = 4000;

const dispatcher = new Agent({
  connect: { timeout: 500 },
  headersTimeout: 1000,
  bodyTimeout: 1000,
});
const options = {
  apiKey,
  maxRetries: 0,
  // The Agent and the fetch that uses it come from one undici, not from the one inside of Node.js.
  fetch,
  fetchOptions: { dispatcher },
};
const openai = new OpenAI({ ...options, baseURL });
/** Takes connections and never says a word, not even that of TLS. */
const silent = new OpenAI({ ...options, baseURL: process.env.SILENT_URL });

async function ask(client, model, headers) {
  const signal = AbortSignal.timeout(WHOLE_MS);
  // Some versions of this client only report that there was a timeout: undici's error tells which one.
  let failure;
  const watched = client.withOptions({
    fetch: (...args) =>
      fetch(...args).catch(error => {
        failure = error;
        throw error;
      }),
  });
  const stream = await watched.chat.completions
    .create({ model, messages, stream: true }, { headers, signal })
    .catch(error => {
      throw failure ?? error;
    });
  for await (const _chunk of stream);
  // This client ends an aborted stream as if it were complete: half an answer must not count as one.
  signal.throwIfAborted();
}

/** Clients wrap what happened, some of them twice. */
function rootOf(error) {
  return error.cause === undefined ? error : rootOf(error.cause);
}

const cases = {
  connect: () => ask(silent, 'gpt-4o-mini'),
  'first byte': () => ask(openai, 'mock-hang'),
  'between chunks': () => ask(openai, 'mock-stall'),
  // Each chunk comes in time, and there are too many of them.
  'whole call': () =>
    ask(openai, 'mock-slow-stream', { 'x-mock-delay-ms': '500' }),
};

for (const [name, attempt] of Object.entries(cases)) {
  try {
    await operation('answer-question', attempt);
    console.log(`${name}: answered`);
  } catch (error) {
    console.log(`${name}: ${rootOf(error).name}`);
  }
}
await dispatcher.destroy();
