// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0

/** The part of JSON Schema that objectives need. check.ts and editors read it. */
export interface Schema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'boolean';
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** `false`: no other members are allowed. */
  readonly additionalProperties?: false | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: true;
  /** For objects: alternatives, distinguished by their `kind`. */
  readonly oneOf?: readonly Schema[];
  /** For scalars. */
  readonly anyOf?: readonly Schema[];
  readonly default?: unknown;
  /** Allowed values in words. Some editors show it, too. */
  readonly errorMessage?: string;
  /** Units of a quantity, the usual one first. Not part of JSON Schema: scripts/docs.ts leaves it out. */
  readonly units?: readonly string[];
}
