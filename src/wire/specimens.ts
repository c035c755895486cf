// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Candidate } from './matching.ts';
import { builtHeaders, noHeaders } from './safe-reads.ts';
import { Tap } from './tap.ts';
import type { Watch } from './watch.ts';

let kept: readonly object[] | undefined;

/**
 * Keeps one object of the classes whose code runs most often for a call, so that V8 keeps that code: see
 * ../observe/specimens.ts.
 */
export function keepWireSpecimens(): void {
  kept ??= specimens();
}

function specimens(): readonly object[] {
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
    // Code that is optimised for the class of a member's values is lost with that class; it is not where there were two.
    ...[[], {}].flatMap(value => [
      asked(watch, value, true),
      asked(watch, value),
    ]),
  ];
}

/** A candidate as undici/dispatch.ts and undici/request.ts create it. */
function asked(watch: Watch, value: object, isBuilt?: boolean): Candidate {
  const method = 'POST';
  const origin = '';
  const path = '';
  const body = value;
  const headers = value;
  return isBuilt === undefined
    ? { watch, method, origin, path, body, headers }
    : { watch, method, origin, path, body, headers, isBuilt };
}
