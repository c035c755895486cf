// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { AsyncResource } from 'node:async_hooks';
import { Readable } from 'node:stream';
import type { Candidate } from './matching.ts';
import { slots } from './patch.ts';
import {
  builtHeaders,
  isGenuine,
  isObject,
  noHeaders,
  plainMember,
} from './safe-reads.ts';
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
    outside(microtask),
    new Readable({ read: nothing }).on('end', nothing),
    platformHeaders(),
  ];
}

/**
 * A resource as `queueMicrotask` creates one in the async storage of a call. Without it, Node.js would compile its own code
 * for microtasks again, which it need not in a process that uses no async storage; and without the stream, that for streams.
 */
function microtask(): AsyncResource | undefined {
  let resource: AsyncResource | undefined;
  slots.run({ tap: undefined }, () => {
    resource = Object.assign(
      new AsyncResource('GenAISpecimen', { requireManualDestroy: true }),
      { callback: nothing }
    );
    // What looks for resources that were left open, such as `jest --detectOpenHandles`, finds none.
    resource.emitDestroy();
  });
  return resource;
}

/**
 * Most clients give their headers as an object of this class, and one of these is read. The class is not asked for before
 * somebody else has, which loads fetch, and no class of the application runs.
 */
function platformHeaders(): object | undefined {
  const used = plainMember(globalThis, 'Headers');
  if (typeof used !== 'function') return undefined;
  const prototype = plainMember(used, 'prototype');
  return isObject(prototype) &&
    isGenuine(Object.create(prototype) as object, 'Headers')
    ? new (used as typeof Headers)({ accept: '*/*' })
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
