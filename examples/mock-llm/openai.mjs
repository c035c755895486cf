// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { chatCompletions } from './openai-chat.mjs';
import { completions, embeddings } from './openai-legacy.mjs';
import {
  images,
  moderations,
  speech,
  transcriptions,
} from './openai-media.mjs';
import { responses } from './openai-responses.mjs';
import { randomId } from './random.mjs';

/**
 * The OpenAI API. A provider is such an object: routes, headers, errors in its own words. Paths are matched at
 * their end, so that gateways' prefixes (`/openai/v1`, `/api/v1`, Azure's deployments) are the same routes.
 */
export const openai = {
  name: 'openai',
  routes: [
    { method: 'POST', path: /\/chat\/completions$/, answer: chatCompletions },
    { method: 'POST', path: /\/completions$/, answer: completions },
    { method: 'POST', path: /\/embeddings$/, answer: embeddings },
    { method: 'POST', path: /\/responses$/, answer: responses },
    {
      method: 'POST',
      path: /\/images\/(generations|edits|variations)$/,
      answer: images,
    },
    { method: 'POST', path: /\/audio\/speech$/, answer: speech },
    {
      method: 'POST',
      path: /\/audio\/(transcriptions|translations)$/,
      answer: transcriptions,
    },
    { method: 'POST', path: /\/moderations$/, answer: moderations },
    { method: 'GET', path: /\/v1\/models$/, answer: models },
  ],

  /** Whether the request has the key. */
  authorized: (headers, key) =>
    headers.authorization === `Bearer ${key}` || headers['api-key'] === key,

  /** Headers of every answer, good or bad. */
  headers: ({ random, count, startedAt }) => ({
    'x-request-id': randomId(random, 'req_', 32),
    'openai-organization': 'mock-org',
    'openai-processing-ms': String(Math.round(performance.now() - startedAt)),
    'openai-version': '2020-10-01',
    'x-ratelimit-limit-requests': '500',
    'x-ratelimit-limit-tokens': '30000',
    'x-ratelimit-remaining-requests': String(Math.max(0, 500 - count)),
    'x-ratelimit-remaining-tokens': String(Math.max(0, 30000 - 60 * count)),
    'x-ratelimit-reset-requests': '120ms',
    'x-ratelimit-reset-tokens': '6ms',
  }),

  /** One of the errors below. */
  error(kind, call) {
    const { status, headers, html, ...words } = errors[kind];
    if (html !== undefined) {
      return { status, contentType: 'text/html', text: html };
    }
    const { message, type, param = null, code = null } = words;
    const text = typeof message === 'function' ? message(call) : message;
    const json = { error: { message: text, type, param, code } };
    return { status, headers: headers?.(call), json };
  },
};

/** `GET /v1/models`: what this key may use. */
function models() {
  const data = ['gpt-4o', 'gpt-4o-mini', 'text-embedding-3-small'].map(id => ({
    id,
    object: 'model',
    created: 1_715_367_049,
    owned_by: 'system',
  }));
  return { json: { object: 'list', data } };
}

const errors = {
  'invalid-key': {
    status: 401,
    message: ({ authorization }) =>
      authorization === undefined
        ? "You didn't provide an API key. Provide it in an Authorization header using Bearer auth."
        : 'Incorrect API key provided: ********. You can find your API key in the settings of your account.',
    type: 'invalid_request_error',
    code: 'invalid_api_key',
  },
  forbidden: {
    status: 403,
    message: 'Country, region, or territory not supported',
    type: 'request_forbidden',
    code: 'unsupported_country_region_territory',
  },
  'rate-limit': {
    status: 429,
    message: ({ model }) =>
      `Rate limit reached for ${model} in organization mock-org on requests per min (RPM): Limit 500, Used 500, Requested 1. Please try again in 120ms.`,
    type: 'requests',
    code: 'rate_limit_exceeded',
    headers: () => ({
      'retry-after': '1',
      'retry-after-ms': '120',
      'x-ratelimit-remaining-requests': '0',
    }),
  },
  quota: {
    status: 429,
    message:
      'You exceeded your current quota, please check your plan and billing details.',
    type: 'insufficient_quota',
    code: 'insufficient_quota',
  },
  'model-not-found': {
    status: 404,
    message: ({ model }) =>
      `The model \`${model}\` does not exist or you do not have access to it.`,
    type: 'invalid_request_error',
    code: 'model_not_found',
  },
  'server-error': {
    status: 500,
    message:
      'The server had an error while processing your request. Sorry about that!',
    type: 'server_error',
  },
  overloaded: {
    status: 503,
    message: 'The engine is currently overloaded, please try again later.',
    type: 'server_error',
    headers: () => ({ 'retry-after': '1' }),
  },
  'bad-gateway': {
    status: 502,
    html: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
  },
  'bad-json': {
    status: 400,
    message:
      'We could not parse the JSON body of your request. The OpenAI API expects a JSON payload.',
    type: 'invalid_request_error',
  },
  'bad-request': {
    status: 400,
    message: "Invalid value for 'temperature': expected a decimal <= 2.0.",
    type: 'invalid_request_error',
    param: 'temperature',
    code: 'decimal_above_max_value',
  },
  'no-model': {
    status: 400,
    message: 'you must provide a model parameter',
    type: 'invalid_request_error',
  },
  'unknown-url': {
    status: 404,
    message: ({ method, path }) => `Invalid URL (${method} ${path})`,
    type: 'invalid_request_error',
  },
  'unknown-scenario': {
    status: 400,
    message: ({ unknown }) => `The mock has no scenario '${unknown}'.`,
    type: 'invalid_request_error',
    code: 'unknown_mock_scenario',
  },
};
