// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import Module from 'node:module';

/**
 * Returns the exports of a built-in module. `require` would trigger the only hook call that instrumentations of SDK 2.x
 * wait for, and they would then never patch the module.
 */
export function builtin<T>(name: string): T {
  const loader = Module as unknown as {
    _load(name: string, parent: null, isMain: boolean): T;
  };
  return loader._load(name, null, false);
}
