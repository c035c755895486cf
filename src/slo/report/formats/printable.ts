// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { printable as printableText } from '../../../errors.ts';

/**
 * Returns a copy with every text made safe to show. Names come from the wire: they could move the cursor of a terminal,
 * set colours, start a new line, or reverse the reading direction.
 */
export function printable<Value>(value: Value): Value {
  return cleaned(value) as Value;
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') {
    return printableText(value.replace(BREAKS, ' '));
  }
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, cleaned(member)])
  );
}

const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
