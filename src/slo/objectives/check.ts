// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Schema } from './schema.ts';

export type Path = readonly (string | number)[];

/** One thing that does not fit. */
export interface Issue {
  readonly path: Path;
  /** What stands there; `undefined` where something is missing. */
  readonly given: unknown;
  /** What is allowed instead. */
  readonly allowed: string;
  /** The member's name is what is wrong, and not its value. */
  readonly name?: true;
}

/** What in a value does not fit a schema, in the order of the value; empty when all does. */
export function check(
  schema: Schema,
  value: unknown,
  path: Path = []
): readonly Issue[] {
  if (schema.oneOf !== undefined) return checkKinds(schema, value, path);
  if (schema.anyOf !== undefined) return checkAny(schema, value, path);
  switch (schema.type) {
    case 'object':
      return checkObject(schema, value, path);
    case 'array':
      return checkArray(schema, value, path);
    default:
      return fits(schema, value) ? [] : [issue(schema, value, path)];
  }
}

/** The one that is nearest: a list with one wrong text in it is a list. */
function checkAny(schema: Schema, value: unknown, path: Path) {
  const all = (schema.anyOf ?? []).map(one => check(one, value, path));
  if (all.some(issues => issues.length === 0)) return [];
  const within = all.find(issues =>
    issues.every(found => found.path.length > path.length)
  );
  return within ?? [issue(schema, value, path)];
}

function checkKinds(schema: Schema, value: unknown, path: Path) {
  if (!isRecord(value)) return [issue(schema, value, path)];
  const kinds = schema.oneOf ?? [];
  const kindOf = (one: Schema) => one.properties?.['kind']?.const ?? '';
  const kind = Object.hasOwn(value, 'kind') ? value['kind'] : undefined;
  const found = kinds.find(one => kindOf(one) === kind);
  if (found !== undefined) return check(found, value, path);
  const allowed = kinds.map(kindOf).join(', ');
  return [{ path: [...path, 'kind'], given: kind, allowed }];
}

function checkObject(schema: Schema, value: unknown, path: Path): Issue[] {
  if (!isRecord(value)) return [issue(schema, value, path)];
  const { properties = {}, required = [] } = schema;
  const issues: Issue[] = [];
  for (const [name, given] of Object.entries(value)) {
    const at = [...path, name];
    // A name without a value is one that somebody is about to fill in: the value is what is wrong.
    if (Object.hasOwn(properties, name)) {
      issues.push(...check(properties[name] ?? {}, given, at));
    } else {
      const allowed = `no such member; ${Object.keys(properties).join(', ')}`;
      issues.push({ path: at, given, allowed, name: true });
    }
  }
  for (const name of required) {
    if (Object.hasOwn(value, name)) continue;
    const allowed = allowedBy(properties[name] ?? {});
    issues.push({ path: [...path, name], given: undefined, allowed });
  }
  return issues;
}

function checkArray(schema: Schema, value: unknown, path: Path): Issue[] {
  if (!Array.isArray(value) || value.length < (schema.minItems ?? 0)) {
    return [issue(schema, value, path)];
  }
  const items: readonly unknown[] = value;
  return items.flatMap((item, index) => {
    const at = [...path, index];
    if (schema.uniqueItems && items.indexOf(item) < index) {
      return [{ path: at, given: item, allowed: 'each once' }];
    }
    return check(schema.items ?? {}, item, at);
  });
}

function fits(schema: Schema, value: unknown): boolean {
  if (schema.type === 'number') return isWithin(schema, value);
  if (typeof value !== schema.type) return false;
  if (typeof value !== 'string') return true;
  return (
    (schema.enum?.includes(value) ?? true) &&
    (schema.pattern === undefined || new RegExp(schema.pattern).test(value)) &&
    (schema.const === undefined || schema.const === value)
  );
}

function isWithin(
  { minimum, exclusiveMinimum, exclusiveMaximum }: Schema,
  value: unknown
): boolean {
  return (
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= (minimum ?? -Infinity) &&
    value > (exclusiveMinimum ?? -Infinity) &&
    value < (exclusiveMaximum ?? Infinity)
  );
}

function issue(schema: Schema, given: unknown, path: Path): Issue {
  return { path, given, allowed: allowedBy(schema) };
}

function allowedBy(schema: Schema): string {
  return (
    schema.errorMessage ??
    schema.enum?.join(', ') ??
    schema.const ??
    schema.description ??
    `a ${schema.type ?? 'value'}`
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
