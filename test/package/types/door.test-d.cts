// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The same door from CommonJS: its types are those of dist/cjs. Compiled, never run.
export type Door = typeof import('opentelemetry-instrumentation-genai');
export type Slo = typeof import('opentelemetry-instrumentation-genai/slo');

declare const genai: Door;
declare const slo: Slo;

new genai.GenAIInstrumentation({
  providers: [genai.defineProvider({ name: 'openai', hosts: ['example.com'] })],
}).setTracerProvider({ getTracer: () => undefined as never });

slo.genAIViews() satisfies ReturnType<typeof genai.genAIViews>;

// @ts-expect-error an option that does not exist is a mistake
new genai.GenAIInstrumentation({ maxModel: 10 }).disable();

// @ts-expect-error the door has no default export
void genai.default;
