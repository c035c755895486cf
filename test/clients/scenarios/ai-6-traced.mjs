// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { scenarios as all } from './ai.mjs';

export { packages, provider } from './ai.mjs';

export const producer = { scope: 'ai' };

/** One span for each attempt. */
const calls = { 'generate-tools': 2, retry: 2 };
/** Its span of an embedding names no model and no operation of the conventions: ours stands below it. */
const makers = { embeddings: 'opentelemetry-instrumentation-genai' };
/** It never ends the spans of a stream that is not read to its end. */
const lost = /^stream-(left|aborted-by-signal|cut)$/;

/** Telemetry is asked for in each call. */
const telemetry = { experimental_telemetry: { isEnabled: true } };

export const scenarios = all.map(scenario => ({
  ...scenario,
  calls: calls[scenario.name] ?? 1,
  ...(makers[scenario.name] && { maker: makers[scenario.name] }),
  lost: lost.test(scenario.name),
  run: application =>
    scenario.run({
      ...application,
      load: async name => {
        const module = await application.load(name);
        return name === 'ai' ? traced(module) : module;
      },
    }),
}));

function traced(ai) {
  const withTelemetry = name => options =>
    ai[name]({ ...telemetry, ...options });
  return {
    ...ai,
    generateText: withTelemetry('generateText'),
    streamText: withTelemetry('streamText'),
    embedMany: withTelemetry('embedMany'),
  };
}
