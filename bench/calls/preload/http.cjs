// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
'use strict';
// The HTTP spans of OpenTelemetry alone: what everybody has who traces at all.
const { http, register } = require('./sdk.cjs');

register(process.env.BENCH_OPTIONS === undefined ? http() : http().slice(0, 1));
