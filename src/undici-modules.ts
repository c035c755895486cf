// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation';
import type { Wire } from './wire/wire.ts';

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

/**
 * The modules of npm undici, through which its classes are known before their first use. Its files are hooked as well,
 * because an import of undici requires them, and no hook sees the import itself.
 */
export function undiciModules(
  wire: () => Wire | undefined
): InstrumentationNodeModuleDefinition {
  const watched = (exports: unknown): unknown => {
    wire()?.watchUndici(exports);
    return exports;
  };
  return new InstrumentationNodeModuleDefinition(
    'undici',
    ['>=5'],
    watched,
    undefined,
    [
      ...CLASSES.map(name =>
        file(name, exported => wire()?.watchUndici({ Dispatcher: exported }))
      ),
      ...FETCH.map(name =>
        file(name, exported => wire()?.watchUndiciFetch(exported))
      ),
    ]
  );
}

function file(
  name: string,
  required: (exported: object) => void
): InstrumentationNodeModuleFile {
  return new InstrumentationNodeModuleFile(
    `undici/lib/${name}.js`,
    ['>=5'],
    (exported: object) => {
      required(exported);
      return exported;
    },
    () => {}
  );
}
