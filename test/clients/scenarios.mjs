// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// What each client of versions.json is made to do.

/**
 * @typedef {object} Scenario
 * @property {string} name part of the path that it calls
 * @property {(application: object) => unknown} run
 * @property {string} [operation] of the convention; `chat` if not said
 * @property {boolean} [stream] whether the answer is a stream
 * @property {(string | undefined)[]} [errors] `error.type` of each attempt
 * @property {'unknown'} [tokens] whether enough came for usage to be read is chance, or depends on the provider
 * @property {number} [unsent] attempts that never reach the server
 * @property {boolean} [silent] nothing that it does is inference
 * @property {boolean} [parallel] whether the order of the attempts is chance
 * @property {RegExp} [hangs] clients that never settle, with us or without
 * @property {RegExp} [clients] the clients that can do it; all, if not said
 * @property {string} [model] where the mock has another name for it
 * @property {string} [provider] where it is another one than the client's
 */

import { onceOf } from './scenarios/once.mjs';

const modules = {
  openaiLangfuse: () => import('./scenarios/openai-langfuse.mjs'),
  openaiMedia: () => import('./scenarios/openai-media.mjs'),
  gateway: () => import('./scenarios/gateway.mjs'),
  mcp: () => import('./scenarios/mcp.mjs'),
  responsesTurns: () => import('./scenarios/turns-responses.mjs'),
  realtimeTurns: () => import('./scenarios/turns-realtime.mjs'),
  liveTurns: () => import('./scenarios/turns-live.mjs'),
  voyage: () => import('./scenarios/voyage.mjs'),
  huggingface: () => import('./scenarios/huggingface.mjs'),
  replicate: () => import('./scenarios/replicate.mjs'),
  openai: () => import('./scenarios/openai.mjs'),
  openaiInstrumented: () => import('./scenarios/openai-instrumented.mjs'),
  anthropicTraced: () => import('./scenarios/anthropic-traced.mjs'),
  aiTraced: () => import('./scenarios/ai-traced.mjs'),
  ai6Traced: () => import('./scenarios/ai-6-traced.mjs'),
  groq: () => import('./scenarios/groq.mjs'),
  anthropic: () => import('./scenarios/anthropic.mjs'),
  gemini: () => import('./scenarios/gemini.mjs'),
  ai: () => import('./scenarios/ai.mjs'),
  langchain: () => import('./scenarios/langchain.mjs'),
  ollama: () => import('./scenarios/ollama.mjs'),
  mistral: () => import('./scenarios/mistral.mjs'),
  cohere: () => import('./scenarios/cohere.mjs'),
  bedrock: () => import('./scenarios/bedrock.mjs'),
  bedrockHttp1: () => import('./scenarios/bedrock-http1.mjs'),
  axios: () => import('./scenarios/axios.mjs'),
  got: () => import('./scenarios/got.mjs'),
  nodeFetch: () => import('./scenarios/node-fetch.mjs'),
  fetch: () => import('./scenarios/fetch.mjs'),
  undici: () => import('./scenarios/undici.mjs'),
};

const byClient = [
  [/beside instrumentation-openai$/, 'openaiInstrumented'],
  [/^openai .* beside langfuse$/, 'openaiLangfuse'],
  [/^anthropic .* tracing itself$/, 'anthropicTraced'],
  [/^ai 6 tracing itself$/, 'ai6Traced'],
  [/^ai .* tracing itself$/, 'aiTraced'],
  [/^openai \d media$/, 'openaiMedia'],
  [/^openai \d responses ws/, 'responsesTurns'],
  [/^openai \d realtime ws/, 'realtimeTurns'],
  [/^google-genai \d live/, 'liveTurns'],
  [/^openai /, 'openai'],
  [/^ai-sdk gateway /, 'gateway'],
  [/^mcp-sdk /, 'mcp'],
  [/^voyageai /, 'voyage'],
  [/^huggingface /, 'huggingface'],
  [/^replicate /, 'replicate'],
  [/^groq-sdk /, 'groq'],
  [/^anthropic /, 'anthropic'],
  [/^google-genai /, 'gemini'],
  [/^ai /, 'ai'],
  [/^langchain /, 'langchain'],
  [/^ollama /, 'ollama'],
  [/^mistral /, 'mistral'],
  [/^cohere /, 'cohere'],
  [/^bedrock-runtime .* http1$/, 'bedrockHttp1'],
  [/^bedrock-runtime /, 'bedrock'],
  [/^axios /, 'axios'],
  [/^got /, 'got'],
  [/^node-fetch /, 'nodeFetch'],
  [/^fetch$/, 'fetch'],
  [/^undici /, 'undici'],
];

/** Clients beside another instrumentation, or tracing themselves, by the module of their scenarios. */
const BESIDE =
  / (beside (traceloop|openlit|openinference|elastic|aws-sdk)|with its own spans)$/;
const besideOthers = [
  [/^bedrock-runtime /, 'bedrock'],
  [/^google-genai /, 'gemini'],
  [/^groq-sdk /, 'groq'],
  [/^(\w+) /],
];

/** The module of a client: its provider, and its scenarios. */
export async function moduleOf(client) {
  if (BESIDE.test(client)) {
    const [pattern, name] = besideOthers.find(([one]) => one.test(client));
    return onceOf(name ?? pattern.exec(client)[1]);
  }
  const name = byClient.find(([pattern]) => pattern.test(client))?.[1];
  if (name === undefined) throw new Error(`No scenarios for ${client}`);
  return modules[name]();
}

/** @returns {Promise<Scenario[]>} those that this version of the client has. */
export async function scenariosOf(client) {
  const { scenarios } = await moduleOf(client);
  const only = new RegExp(process.env.GENAI_SCENARIOS ?? '');
  return scenarios.filter(
    ({ name, clients }) =>
      only.test(name) && (clients === undefined || clients.test(client))
  );
}
