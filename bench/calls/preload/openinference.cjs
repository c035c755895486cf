// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
'use strict';
const { load, register } = require('./sdk.cjs');
const { OpenAIInstrumentation } = load(
  '@arizeai/openinference-instrumentation-openai'
);
const { AnthropicInstrumentation } = load(
  '@arizeai/openinference-instrumentation-anthropic'
);

register([new OpenAIInstrumentation(), new AnthropicInstrumentation()]);
