// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { fetchOptions, rawScenarios } from './raw.mjs';

export const provider = 'openai';
export const packages = ['node-fetch'];

async function post(c, request, options) {
  const { default: fetch } = await c.load('node-fetch');
  const response = await fetch(request.url, fetchOptions(request, options));
  c.see([response.status, response.statusText, response.ok]);
  c.see(Object.fromEntries(response.headers));
  return response;
}

const client = {
  json: async (c, request, options) => (await post(c, request, options)).json(),
  stream: async (c, request, options) => (await post(c, request, options)).body,
  limited: milliseconds => ({ signal: AbortSignal.timeout(milliseconds) }),
};

/** The second version goes on receiving what nobody reads, and never settles when the connection is cut. */
const second = { clients: /^node-fetch 2/ };
const third = { clients: /^node-fetch 3/ };

export const scenarios = [
  ...rawScenarios({ ...client, leaves: false }).map(scenario => ({
    ...scenario,
    ...second,
    ...(scenario.name === 'cut-json' && { hangs: second.clients }),
  })),
  ...rawScenarios(client).map(scenario => ({ ...scenario, ...third })),
];
