// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { builtHeaders, noHeaders } from './safe-reads.ts';
import { Tap } from './tap.ts';

/**
 * One object of each class that a call creates, so that V8 keeps the code that it has optimised for them: see
 * ../observe/specimens.ts.
 */
export function wireSpecimens(): readonly object[] {
  const observer = { wants: () => false, observe: () => undefined };
  return [
    new Tap(
      { observer, active: false, undici: undefined },
      {
        method: 'POST',
        url: new URL('https://localhost/'),
        transport: 'fetch',
        body: undefined,
        headers: noHeaders,
      }
    ),
    builtHeaders([]),
    builtHeaders({}),
    builtHeaders({ get: () => null }),
  ];
}
