// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { boundedValue, type AttributeValue } from './values.ts';

/** Attributes of a span or a measurement. A key without a value is absent. */
export type Attributes = Record<string, AttributeValue>;

/** One attribute of a table: its name, and how it is read. `undefined`: the attribute is left out. */
export type AttributeRow<From> = readonly [
  name: string,
  read: (from: From) => AttributeValue | undefined,
];

export type AttributeTable<From> = readonly AttributeRow<From>[];

/** The attributes of a table, each value within the bounds of src/semconv/values.ts. */
export function attributesOf<From>(
  table: AttributeTable<From>,
  from: From,
  attributes: Attributes = {}
): Attributes {
  // Most calls of a process run before this is optimised, where an iterator costs more than what it gives.
  for (let index = 0; index < table.length; index++) {
    const row = table[index] as AttributeRow<From>;
    const value = row[1](from);
    if (value === undefined) continue;
    const bounded = boundedValue(value);
    if (bounded !== undefined) attributes[row[0]] = bounded;
  }
  return attributes;
}
