// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Lets scenarios load their client by `require`. Other instrumentations patch its classes when they are loaded, which only
 * `require` lets them do.
 */
export function required(scenarios) {
  return scenarios.map(scenario => ({
    ...scenario,
    run: application =>
      scenario.run({
        ...application,
        load: async name => application.require(name),
      }),
  }));
}
