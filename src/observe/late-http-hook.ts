// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  InstrumentationBase,
  InstrumentationNodeModuleDefinition,
} from '@opentelemetry/instrumentation';
import { VERSION } from '../version.ts';

/**
 * Calls back when http or https was required for the first time and those who were there before have patched it.
 * HttpInstrumentation patches in such a hook, and hooks run in the order in which they were made: this one is made when
 * the instrumentations of a setup have all been made, so that ours is on top before the application's first call, which
 * may come in the same breath.
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
