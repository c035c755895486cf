// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// A setup whose SDK comes from OTHER, a folder with a copy of the API of its own.
const { createRequire } = require('node:module');
const { GenAIInstrumentation } = require('opentelemetry-instrumentation-genai');

const { NodeSDK } = createRequire(`${process.env.OTHER}/setup.cjs`)(
  '@opentelemetry/sdk-node'
);
new NodeSDK({ instrumentations: [new GenAIInstrumentation()] }).start();
