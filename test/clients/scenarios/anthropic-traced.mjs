// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { scenarios as all } from './anthropic.mjs';

export { packages, provider } from './anthropic.mjs';

/** The package traces itself from 0.134 on, as soon as a tracer provider is registered. */
export const producer = { scope: 'com.anthropic.sdk.typescript' };

/** A runner of tools makes two calls. */
const calls = { 'messages-tool-runner': 2 };
const leftOut = /^(not-inference|refused)$/;

export const scenarios = all
  .filter(({ name }) => !leftOut.test(name))
  .map(scenario => ({
    ...scenario,
    calls: calls[scenario.name] ?? 1,
    // Who asks for the response has the span end with its head.
    endsEarly: scenario.name === 'stream-as-response',
  }));
