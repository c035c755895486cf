// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
'use strict';
// The floor: a span and the same records for each call, made by hand around fetch, with the SDK alone. Nothing of the
// answer is read.
require('./sdk.cjs').register([]);
const { sdkByHand } = require('../../sdk-by-hand.mjs');

const { chunkMetrics } = JSON.parse(process.env.BENCH_OPTIONS ?? '{}');
const CHUNKS = 500;
const begin = sdkByHand();
const { fetch } = globalThis;

globalThis.fetch = (input, init) => {
  const streamed = String(init?.body).includes('"stream":true');
  const { result, end } = begin(
    () => fetch(input, init),
    streamed ? (chunkMetrics === false ? 1 : CHUNKS) : 0
  );
  return result.then(response => {
    end();
    return response;
  });
};
