// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
export type {
  CallContent,
  Message,
  MessagePart,
  OutputMessage,
  ToolDefinition,
} from './call.ts';
export { ConfigurationError } from './errors.ts';
export { GenAIInstrumentation } from './instrumentation.ts';
export type {
  GenAIInstrumentationConfig,
  GenAIRequestInfo,
  GenAIResponseInfo,
} from './options.ts';
export { defineProvider } from './provider-option.ts';
export type { ProviderDefinition, Route } from './providers.ts';
export { genAIViews } from './slo/views.ts';
