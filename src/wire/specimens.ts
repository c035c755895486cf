// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Candidate } from './matching.ts';
import { builtHeaders, noHeaders } from './safe-reads.ts';
import { Tap } from './tap.ts';
import type { Watch } from './watch.ts';

/**
 * One object of each class that a call creates, so that V8 keeps the code that it has optimised for them: see
 * ../observe/specimens.ts.
 */
export function wireSpecimens(): readonly object[] {
  const observer = { wants: () => false, observe: () => undefined };
  const watch: Watch = { observer, active: false, undici: undefined };
  return [
    new Tap(watch, {
      method: 'POST',
      url: new URL('https://localhost/'),
      transport: 'fetch',
      body: undefined,
      headers: noHeaders,
    }),
    builtHeaders([]),
    builtHeaders({}),
    builtHeaders({ get: () => null }),
    // Two kinds of values for a member: V8 forgets the kind of a member that always has the same.
    ...[[], {}].flatMap(any => [asked(watch, any, true), asked(watch, any)]),
  ];
}

/** A candidate as undici/dispatch.ts and undici/request.ts create it. */
function asked(watch: Watch, any: object, isBuilt?: boolean): Candidate {
  const method = 'POST';
  const origin = '';
  const path = '';
  const body = any;
  const headers = any;
  return isBuilt === undefined
    ? { watch, method, origin, path, body, headers }
    : { watch, method, origin, path, body, headers, isBuilt };
}
