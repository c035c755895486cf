// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { rawScenarios, withPlainErrors } from './raw.mjs';

export const provider = 'openai';

function post(c, { url, body, headers }, options) {
  const axios = c.require('axios');
  return axios.post(url, body, { headers, ...options });
}

/** Its own look at an answer, and at an error, is full of sockets. */
function look(c, { status, statusText, headers, data }) {
  // It takes away the encoding, and with it what the length is of.
  const { 'content-length': _, ...others } = headers;
  c.see({ status, statusText, headers: others });
  return data;
}

async function settle(c, promise) {
  try {
    return look(c, await promise);
  } catch (error) {
    if (error.response) c.see(look(c, error.response));
    throw Object.assign(new Error(error.message), {
      name: error.name,
      code: error.code,
      status: error.status,
      json: error.toJSON().code,
      cause: error.cause,
    });
  }
}

const opened = async (c, promise) => withPlainErrors(await settle(c, promise));

const plain = rawScenarios({
  json: (c, request, options) => settle(c, post(c, request, options)),
  stream: (c, request, options) =>
    opened(c, post(c, request, { responseType: 'stream', ...options })),
  limited: timeout => ({ timeout }),
});

/** The same by its adapter for `fetch`. */
const adapter = 'fetch';
const byFetch = rawScenarios({
  json: (c, request, options) =>
    settle(c, post(c, request, { adapter, ...options })),
  stream: (c, request, options) =>
    opened(
      c,
      post(c, request, { adapter, responseType: 'stream', ...options })
    ),
  limited: timeout => ({ timeout }),
}).map(scenario => ({ ...scenario, name: `fetch-${scenario.name}` }));

export const scenarios = [...plain, ...byFetch];
