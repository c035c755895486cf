// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../objectives/objective.ts';
import type { Export } from './export.ts';
import { openSlo } from './openslo.ts';
import { pyrra } from './pyrra.ts';
import { sloth } from './sloth.ts';

/** The formats that objectives can be written in. */
export const EXPORTS = {
  sloth,
  pyrra,
  openslo: openSlo,
} as const satisfies Record<string, (objectives: Objectives) => Export>;
