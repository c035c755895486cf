// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import Module from 'node:module';

/**
 * The object of a built-in module. `require` would use up the one hook call that instrumentations of the 2.x line wait
 * for, and they would never patch.
 */
export function builtin<T>(name: string): T {
  const loader = Module as unknown as {
    _load(name: string, parent: null, isMain: boolean): T;
  };
  return loader._load(name, null, false);
}
