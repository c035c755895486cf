// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
'use strict';
const { http, load, register } = require('./sdk.cjs');
const { OpenAIInstrumentation } = load('@opentelemetry/instrumentation-openai');

const { withHttp } = JSON.parse(process.env.BENCH_OPTIONS ?? '{}');
register([new OpenAIInstrumentation(), ...(withHttp ? http() : [])]);
