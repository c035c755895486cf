// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Prints how many async storages of the application are left after the specimens of the wire were made within one, and
// whether the process has loaded the class Headers by then.
import { AsyncLocalStorage } from 'node:async_hooks';
import { queryObjects } from 'node:v8';
import { keepWireSpecimens } from '../../../src/wire/specimens.ts';

class Store {
  readonly text = 'of the application';
}

const isLoaded = (): boolean =>
  'value' in Object.getOwnPropertyDescriptor(globalThis, 'Headers')!;
const storage = new AsyncLocalStorage<Store>();
const before = isLoaded();
storage.run(new Store(), keepWireSpecimens);
const after = isLoaded();
setImmediate(() => {
  const stores = queryObjects(Store, { format: 'count' });
  console.log(JSON.stringify({ stores, before, after }));
});
