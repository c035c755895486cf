// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Wire } from '../wire.ts';

/** Files of undici, in its versions, whose export is a class with a `dispatch()` of its own. */
const CLASSES = [
  'dispatcher-base',
  'dispatcher/dispatcher-base',
  'mock/mock-agent',
  'mock/mock-client',
  'mock/mock-pool',
] as const;

/** Files of undici, in its versions, that implement its `fetch`. */
const FETCH = ['fetch/index', 'web/fetch/index'] as const;

/** A file of npm undici, and what is done with its exports when it is required. */
export interface UndiciFile {
  readonly path: string;
  watch(wire: Wire | undefined, exported: object): void;
}

/**
 * The files of npm undici through which its classes are known before their first use. An import of undici requires them,
 * and no hook sees the import itself.
 */
export const UNDICI_FILES: readonly UndiciFile[] = [
  ...CLASSES.map(name => ({
    path: `undici/lib/${name}.js`,
    watch: (wire: Wire | undefined, exported: object) =>
      wire?.watchUndici({ Dispatcher: exported }),
  })),
  ...FETCH.map(name => ({
    path: `undici/lib/${name}.js`,
    watch: (wire: Wire | undefined, exported: object) =>
      wire?.watchUndiciFetch(exported),
  })),
];
