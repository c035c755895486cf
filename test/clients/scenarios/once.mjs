// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// What clients do beside another instrumentation of theirs, where each call must be counted once.
import { required } from './required.mjs';

/** Scenarios of each client that are played then: what instrumentations of classes see, and what they miss. */
const PLAYED = {
  anthropic:
    /^(messages|messages-cached|messages-tools|stream|stream-tools|rate-limit|server-error)$/,
  bedrock: /^(converse|converse-tools|invoke|embeddings|stream|invoke-stream)$/,
  cohere: /^(chat|chat-tools|embeddings|stream|stream-tools|rate-limit)$/,
  gemini: /^(generate|generate-tools|stream|stream-tools|embeddings)$/,
  groq: /^(chat|chat-tools|embeddings|stream|stream-left|rate-limit)$/,
  huggingface: /^(chat|stream|embeddings)$/,
  langchain: /^(invoke|invoke-tools|stream|embeddings|anthropic-invoke)$/,
  mistral: /^(chat|chat-tools|embeddings|stream|stream-tools|rate-limit)$/,
  ollama: /^(chat|chat-tools|generate|embeddings|stream)$/,
  openai:
    /^(chat|chat-tools|chat-parallel|stream|stream-tools|stream-left|embeddings|responses|responses-stream|completion|rate-limit|server-error)$/,
  replicate: /^(run|run-version|prediction)$/,
};

/** @param {string} client name of its module of scenarios */
export async function onceOf(client) {
  const module = await import(`./${client}.mjs`);
  const scenarios = module.scenarios.filter(({ name }) =>
    PLAYED[client].test(name)
  );
  return { ...module, once: true, scenarios: required(scenarios) };
}
