// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../objectives/objective.ts';
import { openSlo } from './openslo.ts';
import { pyrra } from './pyrra.ts';
import { sloth } from './sloth.ts';

/** Objectives in the format of another tool. */
export interface Export {
  /** Documents of one YAML file, in their order. */
  readonly documents: readonly object[];
  /** Objectives that the format has no words for. */
  readonly left: readonly Remark[];
  /** What is there, but is not quite what the objectives say; of all of them where the name is the service's. */
  readonly altered: readonly Remark[];
}

export interface Remark {
  readonly name: string;
  readonly why: string;
}

/** The formats that objectives can be written in. */
export const EXPORTS = {
  sloth,
  pyrra,
  openslo: openSlo,
} as const satisfies Record<string, (objectives: Objectives) => Export>;
