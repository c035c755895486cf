// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** As much of JSON Schema as the conventions' schemas need; a keyword that is not here fails. */
interface Schema {
  readonly $comment?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly not?: Schema;
}

const KEYWORDS = new Set(
  '$comment $defs $ref type const enum pattern required properties items anyOf not'.split(
    ' '
  )
);

export type ContentDocument =
  'InputMessages' | 'OutputMessages' | 'SystemInstructions' | 'ToolDefinitions';

/** What is wrong with a document of content by the schemas of a profile; nothing when it is valid. */
export function contentMistakes(
  profile: 'v1.41' | 'latest',
  document: ContentDocument,
  value: unknown
): string[] {
  return mistakes(
    schemas[profile],
    { $ref: `#/$defs/${document}` },
    value,
    document
  );
}

const schemas = {
  'v1.41': schemaOf('v1.41'),
  latest: schemaOf('latest'),
};

function schemaOf(profile: string): Schema {
  const file = new URL(
    `../fixtures/semconv/${profile}.schema.json`,
    import.meta.url
  );
  return JSON.parse(readFileSync(file, 'utf8')) as Schema;
}

function mistakes(
  root: Schema,
  schema: Schema,
  value: unknown,
  at: string
): string[] {
  for (const keyword in schema) {
    if (!KEYWORDS.has(keyword)) assert.fail(keyword);
  }
  const found: string[] = [];
  const check = (fits: boolean, rule: string): void => {
    if (!fits) found.push(`${at} ${rule}`);
  };
  const fitsOne = (each: Schema): boolean =>
    mistakes(root, each, value, at).length === 0;
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    assert.ok(target, schema.$ref);
    found.push(...mistakes(root, target, value, at));
  }
  if (schema.type !== undefined) {
    const types = [schema.type].flat();
    check(types.includes(typeOf(value)), `must be ${types.join(' or ')}`);
  }
  if ('const' in schema) check(value === schema.const, 'must be the constant');
  if (schema.enum) check(schema.enum.includes(value), 'must be of the enum');
  if (schema.pattern !== undefined && typeof value === 'string') {
    check(new RegExp(schema.pattern).test(value), `must be ${schema.pattern}`);
  }
  if (schema.anyOf) check(schema.anyOf.some(fitsOne), 'must fit a schema');
  if (schema.not) check(!fitsOne(schema.not), 'must not fit');
  if (typeOf(value) === 'object') {
    const members = value as Record<string, unknown>;
    for (const name of schema.required ?? []) {
      check(Object.hasOwn(members, name), `must have ${name}`);
    }
    for (const [name, member] of Object.entries(schema.properties ?? {})) {
      if (!Object.hasOwn(members, name)) continue;
      found.push(...mistakes(root, member, members[name], `${at}.${name}`));
    }
  }
  if (Array.isArray(value) && schema.items !== undefined) {
    const { items } = schema;
    value.forEach((item, index) =>
      found.push(...mistakes(root, items, item, `${at}[${index}]`))
    );
  }
  return found;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
