// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { scenarios as all } from './openai.mjs';

export { provider } from './openai.mjs';
export const once = true;

const PLAYED =
  /^(chat|chat-tools|chat-parallel|stream|stream-tools|stream-left|embeddings|responses|responses-stream|completion|rate-limit|server-error)$/;

/** Other instrumentations patch the classes of the client when they are loaded, which only `require` lets them do. */
export const scenarios = all
  .filter(({ name }) => PLAYED.test(name))
  .map(scenario => ({
    ...scenario,
    run: application =>
      scenario.run({
        ...application,
        load: async name => application.require(name),
      }),
  }));
