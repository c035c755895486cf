// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { outside } from '../guard.ts';
import type { HeaderReader } from './exchange.ts';
import type { Candidate } from './matching.ts';
import { addListener, AsyncResource, Readable } from './originals.ts';
import { slots } from './patch.ts';
import {
  builtHeaders,
  noHeaders,
  plainMember,
  WebHeaders,
} from './safe-reads.ts';
import { Tap } from './tap.ts';
import type { Watch } from './watch.ts';

const nothing = (): void => {};

let kept: readonly unknown[] | undefined;

/**
 * Keeps one object of the classes whose code runs most often for a call, so that V8 keeps that code: see
 * ../observe/specimens.ts.
 *
 * @param headers those of a call
 */
export function keepWireSpecimens(headers: HeaderReader): void {
  kept ??= specimens(headers);
}

function specimens(headers: HeaderReader): readonly unknown[] {
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
    ...createdByNode(),
    headers instanceof WebHeaders ? another(headers.headers) : undefined,
  ];
}

/**
 * In a process with async storage, and this package brings one, code of Node.js is lost in the same way: with the last
 * resource of a microtask and with the last stream.
 */
function createdByNode(): readonly unknown[] {
  // Whatever is created in a domain keeps the domain.
  const { domain } = process as { readonly domain?: unknown };
  if (domain !== undefined && domain !== null) return [];
  return [outside(microtask), stream()];
}

/** A resource as `queueMicrotask` creates one in the async storage of a call. */
function microtask(): unknown {
  let resource;
  slots.run({ tap: undefined }, () => {
    resource = Object.assign(
      new AsyncResource('Microtask', { requireManualDestroy: true }),
      { callback: nothing }
    );
    // `jest --detectOpenHandles` reports resources that were not destroyed.
    resource.emitDestroy();
  });
  return resource;
}

function stream(): unknown {
  const readable = new Readable({ read: nothing });
  addListener.call(readable, 'end', nothing);
  return readable;
}

/**
 * Another object of the class of headers that a client gave. A class of the application is not called: the text of the
 * platform's shows which one it is.
 */
function another(headers: Headers): Headers | undefined {
  const prototype = Object.getPrototypeOf(headers) as object;
  const found = plainMember(prototype, 'constructor');
  return typeof found === 'function' && PLATFORM.test(textOf(found))
    ? new (found as typeof Headers)({ accept: '*/*' })
    : undefined;
}

const PLATFORM = /^class (?:_?Headers )?\{[^]*#headersList;[^]*\bwebidl\./;
const textOf = (fn: object): string => Function.prototype.toString.call(fn);

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
