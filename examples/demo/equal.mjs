// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { green, red } from './paint.mjs';

/** Prints a line of the check at the end, and says whether it holds. */
export function equal(what, actual, expected) {
  const holds = actual === expected;
  const mark = holds ? green('✓') : red('✗');
  const difference = holds ? '' : red(`, should be ${expected}`);
  console.log(`${mark} ${what}: ${actual}${difference}`);
  return holds;
}
