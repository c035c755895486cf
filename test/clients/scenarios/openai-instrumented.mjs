// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { scenarios as all } from './openai.mjs';
import { required } from './required.mjs';

export { provider } from './openai.mjs';

/** It patches the classes of the client when they are loaded, which only `require` lets it do. */
export const producer = {
  scope: '@opentelemetry/instrumentation-openai',
  measures: ['gen_ai.client.operation.duration', 'gen_ai.client.token.usage'],
};

const calls = { 'chat-run-tools': 2, 'chat-parallel': 6 };
/** What it does not know. */
const makers = { completion: 'opentelemetry-instrumentation-genai' };
/** It never ends the span of a stream that is not read to its end, nor that of a stream of responses that is refused. */
const lost =
  /^(stream-(left|unread|cut|error|as-response)|responses-stream-(left|cut|refused|tee))$/;
/** What it breaks for the application itself is left out too. */
const leftOut =
  /^(not-inference|refused|chat-parse|(chat|responses)-as-response|responses-parse|responses-stream-with-response)$/;

export const scenarios = required(
  all.filter(({ name }) => !leftOut.test(name))
).map(scenario => ({
  ...scenario,
  calls: calls[scenario.name] ?? 1,
  ...(makers[scenario.name] && { maker: makers[scenario.name] }),
  lost: lost.test(scenario.name),
}));
