// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { scenarios as all } from './ai.mjs';

export { packages, provider } from './ai.mjs';

/** Its durations go by the name of the conventions to come. */
export const producer = { scope: 'gen_ai' };

/** The package for OpenTelemetry is told of every call. */
export async function prepare(load) {
  const { registerTelemetry } = await load('ai');
  const { OpenTelemetry } = await load('@ai-sdk/otel');
  registerTelemetry(new OpenTelemetry());
}

const calls = { 'generate-tools': 2 };
/** Not embeddings: their span is not active while they are asked for, so that nobody can know of it. */
const leftOut = /^embeddings$/;

export const scenarios = all
  .filter(({ name }) => !leftOut.test(name))
  .map(scenario => ({ ...scenario, calls: calls[scenario.name] ?? 1 }));
