// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
/** Values that an attribute may have here. */
export type AttributeValue = string | number | boolean | string[];

/** Attributes of a span or a measurement. A key without a value is absent. */
export type Attributes = Record<string, AttributeValue>;

/** The members of a type that can be values of attributes. */
type ValueMember<From> = {
  [Member in keyof From]-?: From[Member] extends AttributeValue | undefined
    ? Member
    : never;
}[keyof From];

/**
 * One attribute of a table: its name, and its value. That is a member, a member of a member, or the result of a function;
 * `undefined`: the attribute is left out. Members are data, so that no function runs for each of them.
 */
export type AttributeRow<From> =
  | readonly [name: string, member: ValueMember<From>]
  | {
      [Group in keyof From]-?: readonly [
        name: string,
        group: Group,
        member: ValueMember<From[Group]>,
      ];
    }[keyof From]
  | readonly [name: string, read: (from: From) => AttributeValue | undefined];

export type AttributeTable<From> = readonly AttributeRow<From>[];

/** Any row, without its types. */
type UntypedRow = readonly [
  name: string,
  first: string | ((from: unknown) => AttributeValue | undefined),
  second?: string,
];

type Members = Readonly<Record<string, unknown>>;

/** The value of one row; `undefined` if there is none. */
export function valueOf<From>(
  row: AttributeRow<From>,
  from: From
): AttributeValue | undefined {
  const first = (row as UntypedRow)[1];
  if (typeof first === 'function') return first(from);
  const second = (row as UntypedRow)[2];
  const value = (from as Members)[first];
  return (second === undefined ? value : (value as Members)[second]) as
    AttributeValue | undefined;
}

/** The attributes of a table, each value within the bounds below. */
export function attributesOf<From>(
  table: AttributeTable<From>,
  from: From,
  attributes: Attributes = {}
): Attributes {
  // Most calls of a process run before this is optimised, where an iterator costs more than what it gives.
  for (let index = 0; index < table.length; index++) {
    const row = table[index] as AttributeRow<From>;
    const value = valueOf(row, from);
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

/**
 * A text of at most {@link MAX_TEXT} characters; a cut one ends with an ellipsis. Halves of surrogate pairs, which JSON can
 * contain, become U+FFFD: UTF-8 cannot encode them, and receivers refuse a whole export for one or see two series as one.
 */
export function boundedText(text: string): string {
  if (text.length <= MAX_TEXT) return wellFormed(text);
  const cut = text.slice(0, MAX_TEXT - 1);
  const last = cut.charCodeAt(cut.length - 1);
  const whole = last >= 0xd800 && last <= 0xdbff ? cut.slice(0, -1) : cut;
  return `${wellFormed(whole)}…`;
}

/** From ES2024; every supported Node.js has them. */
type WellFormable = string & {
  isWellFormed(): boolean;
  toWellFormed(): string;
};

function wellFormed(text: string): string {
  return (text as WellFormable).toWellFormed();
}

function boundedList(list: string[]): string[] {
  let length = 0;
  let fits = list.length <= MAX_LIST;
  for (let index = 0; fits && index < list.length; index++) {
    const text = list[index] as string;
    length += text.length;
    fits =
      text.length <= MAX_TEXT &&
      length <= MAX_LIST_TEXT &&
      (text as WellFormable).isWellFormed();
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
