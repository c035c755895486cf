// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { SloWindow } from '../../objectives/objective.ts';
import {
  burnWindowsOf,
  secondsOf,
  type Window,
} from '../../objectives/windows.ts';
import { thresholds, type Thresholds } from './panel.ts';

/** Colours of the remaining share of a budget: overspent, a quarter, half. */
export const BUDGET_COLOURS = thresholds(
  'red',
  [0, 'orange'],
  [0.25, 'yellow'],
  [0.5, 'green']
);

/** Colours of a burn rate: red from the factor at which its window pages. */
export function burnColours(window: Window, budget: SloWindow): Thresholds {
  const { page } = burnWindowsOf(secondsOf(budget));
  const { factor } = page.find(({ long }) => long === window)!;
  return thresholds('green', [1, 'yellow'], [factor, 'red']);
}

/** Colours of a share that should be zero. */
export const SHARE_COLOURS = thresholds(
  'transparent',
  [0.01, 'yellow'],
  [0.05, 'red']
);
