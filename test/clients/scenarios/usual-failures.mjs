// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { abortIn, deadlines } from './abort-in.mjs';

/**
 * Failures that every client can meet.
 *
 * @param ask makes one call: `(c, model, options of the client, options of the request)`.
 * @param model that the mock answers.
 * @param refusals by name of the scenario: the model, the error, and options of the client if it needs any.
 * @param timeout options, of the client and of the request alike, that limit a call to milliseconds.
 * @param abortable options of the request that pass a signal.
 * @param nowhere options of the client that name a port at which nobody listens.
 */
export function usualFailures({
  ask,
  model,
  refusals,
  timeout,
  abortable,
  nowhere,
}) {
  return [
    ...Object.entries(refusals).map(([name, [asked, error, options]]) => ({
      name,
      errors: [error],
      run: c => ask(c, asked, options),
    })),
    {
      name: 'timeout-of-request',
      errors: ['timeout'],
      run: c => ask(c, 'mock-hang', {}, timeout(250)),
    },
    {
      name: 'timeout-of-client',
      errors: ['timeout'],
      run: c => ask(c, 'mock-hang', timeout(250)),
    },
    {
      name: 'aborted',
      errors: ['aborted'],
      run: c => ask(c, 'mock-hang', {}, abortable(abortIn(120))),
    },
    // Most clients abort a controller of their own, and do not hand on why.
    ...Object.entries(deadlines).map(([name, signal]) => ({
      name,
      errors: ['timeout'],
      run: c => ask(c, 'mock-hang', {}, abortable(signal(120))),
    })),
    {
      name: 'refused',
      errors: ['ECONNREFUSED'],
      unsent: 1,
      run: c => ask(c, model, nowhere),
    },
    {
      name: 'dropped-before-head',
      errors: ['connection'],
      run: c => ask(c, 'mock-reset'),
    },
  ];
}
