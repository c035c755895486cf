// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
/** Values that an attribute may have here. */
export type AttributeValue = string | number | boolean | string[];

/** Attributes of a span or a measurement. A key without a value is absent. */
export type Attributes = Record<string, AttributeValue>;

/** One attribute of a table: its name, and how it is read. `undefined`: the attribute is left out. */
export type AttributeRow<From> = readonly [
  name: string,
  read: (from: From) => AttributeValue | undefined,
];

export type AttributeTable<From> = readonly AttributeRow<From>[];

/** The attributes of a table, each value within the bounds below. */
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

/** Longest text of an attribute. Ids, model names and codes are shorter; longer ones come from faults or attacks. */
const MAX_TEXT = 256;

/** Most texts of a list, such as finish reasons or stop sequences, and their length together. */
const MAX_LIST = 128;
const MAX_LIST_TEXT = 4096;

/**
 * The gate for values of requests and responses on their way into span and metric attributes.
 *
 * @returns the value within bounds; `undefined` for a number that is not finite.
 */
function boundedValue(value: AttributeValue): AttributeValue | undefined {
  switch (typeof value) {
    case 'string':
      return boundedText(value);
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'boolean':
      return value;
    default:
      return boundedList(value);
  }
}

/** A text of at most {@link MAX_TEXT} characters; a cut one ends with an ellipsis. */
export function boundedText(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  const cut = text.slice(0, MAX_TEXT - 1);
  const last = cut.charCodeAt(cut.length - 1);
  // Half of a surrogate pair is no character.
  const whole = last >= 0xd800 && last <= 0xdbff ? cut.slice(0, -1) : cut;
  return `${whole}…`;
}

function boundedList(list: string[]): string[] {
  let length = 0;
  let fits = list.length <= MAX_LIST;
  for (let index = 0; fits && index < list.length; index++) {
    const text = list[index] as string;
    length += text.length;
    fits = text.length <= MAX_TEXT && length <= MAX_LIST_TEXT;
  }
  if (fits) return list;
  const kept: string[] = [];
  length = 0;
  for (const text of list.slice(0, MAX_LIST)) {
    const bounded = boundedText(text);
    length += bounded.length;
    if (length > MAX_LIST_TEXT) break;
    kept.push(bounded);
  }
  return kept;
}
