// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { unknownName } from '../../../errors.ts';
import type { Issue, Path } from '../objectives-error.ts';
import type { Schema } from './json-schema.ts';

/** Checks a value against a schema. @returns the mistakes in the order of the value; none when it fits. */
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

/** Reports the mistakes of the closest alternative: a list with one wrong item is checked as a list. */
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
  const { properties = {}, required = [], additionalProperties } = schema;
  const issues: Issue[] = [];
  for (const [name, given] of Object.entries(value)) {
    const at = [...path, name];
    if (Object.hasOwn(properties, name)) {
      issues.push(...check(properties[name] ?? {}, given, at));
    } else if (additionalProperties) {
      issues.push(...check(additionalProperties, given, at));
    } else {
      const known = Object.keys(properties);
      const allowed = known.join(', ');
      const problem = unknownName('key', name, known);
      issues.push({ path: at, given, allowed, name: true, problem });
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
  const { maxItems = Infinity } = schema;
  if (items.length > maxItems) {
    const problem = `${items.length} were given; at most ${maxItems} are allowed`;
    return [{ path, given: items.length, allowed: allowedBy(schema), problem }];
  }
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
  const allowed = allowedBy(schema);
  const problem = missingUnit(schema, given);
  return { path, given, allowed, ...(problem !== undefined && { problem }) };
}

/** `2 has no unit: write 2s or 2ms` */
function missingUnit({ units }: Schema, given: unknown): string | undefined {
  const number = String(given);
  if (units === undefined || !/^\d+(?:\.\d+)?$/.test(number)) return undefined;
  const written = units.map(unit => number + unit);
  return `${number} has no unit: write ${written.slice(0, -1).join(', ')} or ${written.at(-1)}`;
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
