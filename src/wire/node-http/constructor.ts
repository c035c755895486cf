// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ClientRequest } from 'node:http';
import { guarded } from '../../guard.ts';
import { builtin } from '../builtin.ts';
import { patchMethod, type Undo } from '../patch-method.ts';
import type { Watch } from '../watch.ts';
import { tapDirectRequest } from './calls.ts';

type Construct = (this: unknown, ...args: unknown[]) => unknown;

/** The first version of Node with a channel that announces each constructed request. */
const ANNOUNCED_FROM = 22;

/**
 * Watches `new http.ClientRequest()` if no channel announces it. Node's class can also be called without `new`, on an
 * instance of a class that inherits through its prototype.
 */
export function watchConstructor(watch: Watch): Undo | undefined {
  if (Number(process.versions.node.split('.')[0]) >= ANNOUNCED_FROM) {
    return undefined;
  }
  const module = builtin<{ ClientRequest: { prototype: ClientRequest } }>(
    'http'
  );
  const { prototype } = module.ClientRequest;
  const undo = patchMethod<Construct>(module, 'ClientRequest', original => {
    const replacement = function (this: unknown, ...args: unknown[]): unknown {
      const made: unknown =
        new.target === undefined
          ? (original.apply(this, args), this)
          : Reflect.construct(
              original,
              args,
              (new.target as unknown) === replacement ? original : new.target
            );
      guarded('http constructor', () =>
        tapDirectRequest(watch, made as ClientRequest)
      );
      return new.target === undefined ? undefined : made;
    };
    return replacement;
  });
  if (undo === undefined) return undefined;
  // `request.constructor === http.ClientRequest` holds before and after.
  const own = Object.getOwnPropertyDescriptor(prototype, 'constructor');
  const { ClientRequest: constructor } = module as unknown as {
    ClientRequest: object;
  };
  Object.defineProperty(prototype, 'constructor', {
    ...own,
    value: constructor,
  });
  return () => {
    undo();
    if (own !== undefined) Object.defineProperty(prototype, 'constructor', own);
  };
}
