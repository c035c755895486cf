// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
export { defineProvider } from './config.ts';
export type {
  GenAIInstrumentationConfig,
  GenAIRequestInfo,
  GenAIResponseInfo,
} from './config.ts';
export { ConfigurationError } from './errors.ts';
export { GenAIInstrumentation } from './instrumentation.ts';
export type { ProviderDefinition, Route } from './providers.ts';
export { genAIViews } from './slo/views.ts';
