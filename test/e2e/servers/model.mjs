// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { createMockLlm } from '../../../examples/mock-llm/server.mjs';

/**
 * The mock of examples/, as fast as it goes.
 *
 * @param {import('../scenario.mjs').Scenario} test
 */
export async function startModel(test, options = { speed: 100 }) {
  const mock = await createMockLlm(options);
  test.use({ name: 'model', stop: () => mock.close() });
  return { ...mock, url: `${mock.url}/v1` };
}
