// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { fetchOptions, rawScenarios } from './raw.mjs';

export const provider = 'openai';

async function post(c, request, options) {
  const undici = c.require('undici');
  const { statusCode, headers, trailers, body, ...rest } = await undici.request(
    request.url,
    fetchOptions(request, options)
  );
  c.see({ statusCode, headers, trailers, others: Object.keys(rest) });
  return body;
}

/** It does not undo an encoding. */
const unpackers = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
  deflate: inflateSync,
};

const plain = rawScenarios({
  async json(c, request, options) {
    const body = await post(c, request, options);
    const unpack = unpackers[request.headers['x-mock-encoding']];
    return unpack
      ? JSON.parse(unpack(Buffer.from(await body.arrayBuffer())))
      : body.json();
  },
  stream: post,
  limited: headersTimeout => ({ headersTimeout }),
  timeout: 'UND_ERR_HEADERS_TIMEOUT',
}).filter(({ name }) => name !== 'stream-gzip');

async function postByFetch(c, request, options) {
  const undici = c.require('undici');
  const dispatcher = new undici.Agent({ connections: 2 });
  const response = await undici.fetch(
    request.url,
    fetchOptions(request, { dispatcher, ...options })
  );
  c.see([response.status, Object.fromEntries(response.headers)]);
  return response;
}

/** Its `fetch`, with a dispatcher of the application. */
const byFetch = rawScenarios({
  json: async (c, request, options) =>
    (await postByFetch(c, request, options)).json(),
  stream: async (c, request, options) =>
    (await postByFetch(c, request, options)).body,
  limited: milliseconds => ({ signal: AbortSignal.timeout(milliseconds) }),
}).map(scenario => ({ ...scenario, name: `fetch-${scenario.name}` }));

export const scenarios = [...plain, ...byFetch];
