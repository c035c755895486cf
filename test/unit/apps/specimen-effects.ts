// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Makes the specimens of the wire within an async storage of an application, and prints what that does to the application.
// Argument: `domain`, to make them in a domain; `platform` or `own`, if the first call had a Headers object of the platform
// or of a class of the application; none, if it had no headers. With `own`, the application has replaced classes of Node.js.
import asyncHooks, { AsyncLocalStorage, createHook } from 'node:async_hooks';
import domain from 'node:domain';
import { syncBuiltinESMExports } from 'node:module';
import streams from 'node:stream';
import { queryObjects } from 'node:v8';
import { givenHeaders, noHeaders } from '../../../src/wire/safe-reads.ts';
import { keepWireSpecimens } from '../../../src/wire/specimens.ts';

class Store {
  readonly text = 'of the application';
}

let ran = 0;
class OwnHeaders {
  constructor() {
    ran++;
  }
}
Object.defineProperty(OwnHeaders.prototype, Symbol.toStringTag, {
  value: 'Headers',
});

const mode = process.argv[2];
const open = new Set<number>();
let isWatched = true;
const hook = createHook({
  init: id => isWatched && open.add(id),
  destroy: id => open.delete(id),
});

/** Puts classes and a method of the application in the place of those of Node.js. @returns a function that undoes it. */
function replaceClasses(): () => void {
  const { Readable } = streams;
  const { AsyncResource } = asyncHooks;
  const { on } = Readable.prototype;
  const construct = (target: object, args: unknown[]): object => {
    ran++;
    return Reflect.construct(target as typeof OwnHeaders, args as []);
  };
  streams.Readable = new Proxy<typeof Readable>(Readable, { construct });
  asyncHooks.AsyncResource = new Proxy<typeof AsyncResource>(AsyncResource, {
    construct,
  });
  Readable.prototype.on = function (...args) {
    ran++;
    return on.apply(this, args);
  };
  syncBuiltinESMExports();
  return () => {
    streams.Readable = Readable;
    asyncHooks.AsyncResource = AsyncResource;
    Readable.prototype.on = on;
  };
}

function make(): readonly string[] {
  const given =
    mode === 'platform'
      ? new Headers({ authorization: 'Bearer secret' })
      : mode === 'own' && new OwnHeaders();
  const headers = given ? givenHeaders(given)! : noHeaders;
  const before = new Set(loadedModules());
  const undo = mode === 'own' ? replaceClasses() : undefined;
  hook.enable();
  new AsyncLocalStorage<Store>().run(new Store(), () =>
    keepWireSpecimens(headers)
  );
  isWatched = false;
  undo?.();
  return loadedModules().filter(name => !before.has(name));
}

/** Modules of Node.js that it has loaded. */
function loadedModules(): readonly string[] {
  return (process as unknown as { readonly moduleLoadList: readonly string[] })
    .moduleLoadList;
}

function count(kind: abstract new (...args: never) => unknown): number {
  return queryObjects(kind, { format: 'count' });
}

const loaded = mode === 'domain' ? domain.create().run(make) : make();
setTimeout(() => {
  hook.disable();
  const facts = {
    loaded,
    ran,
    open: open.size,
    stores: count(Store),
    domains: count(domain.Domain),
    ...(mode === 'platform' && { headers: count(Headers) }),
  };
  console.log(JSON.stringify(facts));
}, 10);
