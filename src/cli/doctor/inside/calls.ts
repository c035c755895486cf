// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type * as Http from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CALLS, type CallName, type Sighting } from '../sighting.ts';

const LIMIT_MS = 5_000;
const HEADERS = { 'content-type': 'application/json' };

/** Calls the doctor's model in each way, as the application would. @returns why calls failed. */
export async function makeCalls(url: string): Promise<Sighting['failures']> {
  const failures: Partial<Record<CallName, string>> = {};
  await Promise.all(
    Object.entries(WAYS).map(async ([name, call]) => {
      try {
        await call(url);
      } catch (error) {
        const { message, cause } = error as Error;
        failures[name as CallName] =
          cause instanceof Error ? `${message}: ${cause.message}` : message;
      }
    })
  );
  return failures;
}

const WAYS: Readonly<Record<CallName, (url: string) => Promise<unknown>>> = {
  async fetch(url) {
    const response = await fetch(url, {
      method: 'POST',
      headers: HEADERS,
      body: bodyOf(CALLS.fetch),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    return response.text();
  },
  'node:http': url =>
    new Promise((resolve, reject) => {
      // Not imported above: instrumentations patch the module when it is required after them.
      const require = createRequire(join(process.cwd(), 'index.js'));
      const http = require('node:http') as typeof Http;
      const request = http.request(
        url,
        {
          method: 'POST',
          headers: HEADERS,
          signal: AbortSignal.timeout(LIMIT_MS),
        },
        response => response.resume().on('end', resolve).on('error', reject)
      );
      request.on('error', reject).end(bodyOf(CALLS['node:http']));
    }),
};

function bodyOf(model: string): string {
  const messages = [{ role: 'user', content: 'Are you well?' }];
  return JSON.stringify({ model, messages });
}
