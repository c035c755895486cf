// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
export type {
  CallContent,
  Message,
  MessagePart,
  OutputMessage,
  ToolDefinition,
} from './call.ts';
export type { CostOptions } from './cost/cost-option.ts';
export type { PriceTable } from './cost/price-table.ts';
export type { TokenPrice } from './cost/token-price.ts';
export { ConfigurationError } from './errors.ts';
export { GenAIInstrumentation } from './instrumentation.ts';
export type {
  GenAIInstrumentationConfig,
  GenAIRequestInfo,
  GenAIResponseInfo,
} from './config/options.ts';
export { defineProvider } from './config/provider-option.ts';
export type { ProviderDefinition, Route } from './recognise/providers.ts';
export { genAIViews } from './slo/sli/views.ts';
