// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Prints what the specimens of the wire do to an application: how many of its async storages are left after they were made
// within one, how many asynchronous resources stay open, whether the class Headers was loaded before and after, and how often
// its own class of that name ran.
// Arguments: `own`, if it has one.
import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { queryObjects } from 'node:v8';
import { keepWireSpecimens } from '../../../src/wire/specimens.ts';

class Store {
  readonly text = 'of the application';
}

let ran = 0;
if (process.argv[2] === 'own') {
  const own = new Proxy(Headers, {
    get: (target, name) => (ran++, Reflect.get(target, name) as unknown),
    construct: (target, args) => (ran++, Reflect.construct(target, args)),
  });
  Object.defineProperty(globalThis, 'Headers', { value: own });
}

const isLoaded = (): boolean =>
  'value' in Object.getOwnPropertyDescriptor(globalThis, 'Headers')!;
const storage = new AsyncLocalStorage<Store>();
const before = isLoaded();
const open = new Set<number>();
let isWatched = true;
const hook = createHook({
  init: id => isWatched && open.add(id),
  destroy: id => open.delete(id),
}).enable();
storage.run(new Store(), keepWireSpecimens);
isWatched = false;
const after = isLoaded();
setTimeout(() => {
  hook.disable();
  const stores = queryObjects(Store, { format: 'count' });
  console.log(JSON.stringify({ stores, open: open.size, before, after, ran }));
}, 10);
