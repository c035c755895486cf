// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AsyncResource } from 'node:async_hooks';
import { finished, Readable } from 'node:stream';
import type { Candidate } from './matching.ts';
import { slots } from './patch.ts';
import { builtHeaders, isGenuine, noHeaders } from './safe-reads.ts';
import { Tap } from './tap.ts';
import { outside } from './timers.ts';
import type { Watch } from './watch.ts';

const nothing = (): void => {};

let kept: readonly unknown[] | undefined;

/**
 * Keeps one object of the classes whose code runs most often for a call, so that V8 keeps that code: see
 * ../observe/specimens.ts.
 */
export function keepWireSpecimens(): void {
  kept ??= specimens();
}

function specimens(): readonly unknown[] {
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
    outside(createdInCall),
    platformHeaders(),
  ];
}

/**
 * What Node.js creates for an answer, in the async storage of a call: a resource as of `queueMicrotask`, and a stream that
 * is waited for, as undici creates one. Without them, Node.js and undici would compile their own code for microtasks,
 * streams and listeners again, which they need not in a process that uses no async storage.
 */
function createdInCall(): readonly object[] {
  const created: object[] = [];
  slots.run({ tap: undefined }, () => {
    const microtask = new AsyncResource('GenAISpecimen', {
      requireManualDestroy: true,
    });
    const body = new Readable({ read: nothing });
    finished(body, nothing);
    created.push(Object.assign(microtask, { callback: nothing }), body);
  });
  return created;
}

/** Clients give their headers as such an object, of which one is read. To ask for a class that nobody used would load fetch. */
function platformHeaders(): object | undefined {
  const found = Object.getOwnPropertyDescriptor(globalThis, 'Headers');
  const used: unknown = found?.value;
  if (typeof used !== 'function') return undefined;
  const { prototype } = used as typeof Headers;
  return isGenuine(Object.create(prototype) as object, 'Headers')
    ? new Headers({ accept: '*/*' })
    : undefined;
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
