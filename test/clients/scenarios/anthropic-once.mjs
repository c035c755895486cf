// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { scenarios as all } from './anthropic.mjs';

export { provider } from './anthropic.mjs';
export const once = true;

const PLAYED =
  /^(messages|messages-cached|messages-tools|stream|stream-tools|rate-limit|server-error)$/;

/** Other instrumentations patch the classes of the client when they are loaded, which only `require` lets them do. */
export const scenarios = all
  .filter(({ name }) => PLAYED.test(name))
  .map(scenario => ({
    ...scenario,
    run: application =>
      scenario.run({
        ...application,
        load: async name => application.require(name),
      }),
  }));
