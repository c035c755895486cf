// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
'use strict';
const { load } = require('./sdk.cjs');
const { observeOpenAI } = load('@langfuse/openai');

globalThis.benchWrapsClient = client => observeOpenAI(client);
