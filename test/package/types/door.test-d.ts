// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// The types of the package as an ES module of a user sees them. Compiled, never run: `npm run check -- types`.
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  ConfigurationError,
  defineProvider,
  GenAIInstrumentation,
  genAIViews,
  type GenAIInstrumentationConfig,
  type GenAIRequestInfo,
  type GenAIResponseInfo,
  type ProviderDefinition,
} from 'opentelemetry-instrumentation-genai';
import {
  genAIViews as viewsOfSlo,
  localWindow,
} from 'opentelemetry-instrumentation-genai/slo';

export const views: typeof genAIViews = viewsOfSlo;

const { burn = 0 } = localWindow('answer-question', { minutes: 5 });
export const burnsFast: boolean = burn > 14.4;

export const sdk = new NodeSDK({
  instrumentations: [new GenAIInstrumentation()],
  views: genAIViews(),
});

export const gateway: ProviderDefinition = defineProvider({
  name: 'openai',
  hosts: ['llm.internal.example', '*.example.com:8443'],
  dialect: 'openai-chat',
});

export const config: GenAIInstrumentationConfig = {
  enabled: true,
  semconv: 'v1.41',
  providers: [gateway],
  metricAttributes: ['gen_ai.provider.name'],
  maxModels: 10,
  chunkMetrics: false,
  maxBodyBytes: 0,
  ignoreRequest: ({ method, url }) => method === 'GET' || url.port === '1',
  requestHook: (span, { provider }: GenAIRequestInfo) => {
    span.setAttribute('app.provider', provider);
  },
  responseHook: (span, { status, errorType }: GenAIResponseInfo) => {
    span.setAttribute('app.failed', errorType !== undefined || !status);
  },
};

export const answersOnly: GenAIInstrumentationConfig = {
  captureContent: 'span',
  contentHook: ({ outputMessages }) => ({ outputMessages }),
};

export const instrumentation: Instrumentation = new GenAIInstrumentation(
  config
);
instrumentation.enable();
instrumentation.disable();

export function reasonOf(error: unknown): string | undefined {
  return error instanceof ConfigurationError ? error.message : undefined;
}

// @ts-expect-error there is no such version of the conventions
export const wrongProfile = new GenAIInstrumentation({ semconv: 'v9' });

// @ts-expect-error an option that does not exist is a mistake
export const wrongOption = new GenAIInstrumentation({ maxModel: 10 });

// @ts-expect-error a number is not written as a text
export const wrongType = new GenAIInstrumentation({ maxModels: '10' });

// @ts-expect-error a provider has hosts
export const wrongProvider = defineProvider({ name: 'openai' });

export const wrongDialect = defineProvider({
  name: 'openai',
  hosts: ['llm.internal.example'],
  // @ts-expect-error nobody speaks this
  dialect: 'smoke-signals',
});

export const wrongHook = new GenAIInstrumentation({
  // @ts-expect-error hooks never see the body
  requestHook: (_span, { body }) => body,
});

export type Hidden =
  // @ts-expect-error what is not exported is not there
  import('opentelemetry-instrumentation-genai').ResolvedConfig;

export type Deep =
  // @ts-expect-error there are no deep imports
  import('opentelemetry-instrumentation-genai/dist/esm/call.js').Call;
