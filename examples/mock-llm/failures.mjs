// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** What can go wrong, in words that fit any provider. */
const failures = {
  'invalid-key': { status: 401, message: () => 'The API key is not valid.' },
  forbidden: {
    status: 403,
    message: () => 'The key may not be used from this country.',
  },
  'rate-limit': {
    status: 429,
    message: ({ model }) => `Rate limit reached for ${model}.`,
    headers: { 'retry-after': '1' },
  },
  quota: { status: 429, message: () => 'The quota is used up.' },
  'model-not-found': {
    status: 404,
    message: ({ model }) => `The model '${model}' does not exist.`,
  },
  'server-error': { status: 500, message: () => 'Internal server error.' },
  overloaded: {
    status: 503,
    message: () => 'Overloaded, please try again later.',
    headers: { 'retry-after': '1' },
  },
  'bad-gateway': { status: 502 },
  'bad-json': { status: 400, message: () => 'The body is not JSON.' },
  'bad-request': { status: 400, message: () => 'A parameter is wrong.' },
  'no-model': { status: 400, message: () => 'No model was named.' },
  'unknown-url': {
    status: 404,
    message: ({ method, path }) => `No such path: ${method} ${path}`,
  },
  'unknown-scenario': {
    status: 400,
    message: ({ unknown }) => `The mock has no scenario '${unknown}'.`,
  },
};

/**
 * The answer to a request that fails.
 *
 * @param {string} kind
 * @param {object} call
 * @param {{ status?: object, body: (told: { kind: string, status: number, message: string }) => object, headers?: (told: object) => object }} wording
 *   where this provider has another status, and the form of its errors
 */
export function failure(kind, call, wording) {
  const common = failures[kind];
  const status = wording.status?.[kind] ?? common.status;
  if (kind === 'bad-gateway') {
    const title = '502 Bad Gateway';
    const text = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
    return { status, contentType: 'text/html', text };
  }
  const told = { kind, status, message: common.message(call) };
  return {
    status,
    headers: { ...common.headers, ...wording.headers?.(told) },
    json: wording.body(told),
  };
}
