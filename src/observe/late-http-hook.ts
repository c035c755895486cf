// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
} from '@opentelemetry/instrumentation';
import { VERSION } from '../version.ts';

/**
 * Calls back when http or https is required for the first time and earlier hooks have patched it. HttpInstrumentation
 * patches in such a hook, and hooks run in the order of their creation. This one is created after all instrumentations of a
 * setup, so that our wrapper is outermost before the application's first call, which may follow immediately.
 */
export class LateHttpHook extends InstrumentationBase {
  // Declared only: the base class calls init() from its constructor.
  declare private required: () => void;

  constructor(required: () => void) {
    super('opentelemetry-instrumentation-genai/late-http-hook', VERSION, {
      enabled: false,
    });
    this.required = required;
    this.enable();
  }

  protected override init(): InstrumentationNodeModuleDefinition[] {
    return ['http', 'https'].map(
      name =>
        new InstrumentationNodeModuleDefinition(
          name,
          ['*'],
          (exports: unknown) => {
            this.required();
            return exports;
          }
        )
    );
  }
}
