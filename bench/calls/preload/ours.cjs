// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
'use strict';
const { http, load, register } = require('./sdk.cjs');
const { GenAIInstrumentation } = load('opentelemetry-instrumentation-genai');

const { withHttp, refused, ...options } = JSON.parse(
  process.env.BENCH_OPTIONS ?? '{}'
);
// Refused calls pass all wrappers, and nothing of them is observed.
if (refused) options.ignoreRequest = () => true;
register([new GenAIInstrumentation(options), ...(withHttp ? http() : [])]);
