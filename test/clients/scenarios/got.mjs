// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { rawScenarios, withPlainErrors } from './raw.mjs';

export const provider = 'openai';
export const packages = ['got'];

const optionsOf = ({ body, headers }, options) => ({
  json: body,
  headers,
  retry: { limit: 0 },
  ...options,
});

export const scenarios = rawScenarios({
  async json(c, request, options) {
    const { default: got } = await c.load('got');
    try {
      const promise = got.post(request.url, optionsOf(request, options));
      const { statusCode, headers } = await promise;
      c.see({ statusCode, headers });
      return await promise.json();
    } catch (error) {
      // Its errors carry the whole request.
      const { name, message, code, response } = error;
      c.see({ name, code, status: response?.statusCode, body: response?.body });
      throw Object.assign(new Error(message), { name, code });
    }
  },
  async stream(c, request, options) {
    const { default: got } = await c.load('got');
    return withPlainErrors(
      got.stream.post(request.url, optionsOf(request, options))
    );
  },
  limited: milliseconds => ({ timeout: { request: milliseconds } }),
});
