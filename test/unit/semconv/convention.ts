// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';

/** What an attribute is, in the convention's words. */
export interface AttributeDefinition {
  readonly type: 'string' | 'int' | 'double' | 'boolean' | 'string[]' | 'any';
  readonly values?: readonly string[];
  /** Other values than those are allowed. */
  readonly custom?: boolean;
  /** Of a family of names that this one is the beginning of. */
  readonly template?: boolean;
}

export interface Requirement {
  readonly level:
    'required' | 'conditionally_required' | 'recommended' | 'opt_in';
  readonly condition?: string;
}

export type Requirements = Readonly<Record<string, Requirement>>;

export interface ConventionMetric {
  readonly instrument: string;
  readonly unit: string;
  readonly type: 'int' | 'double';
  readonly operations?: readonly string[];
  readonly streamingOnly?: boolean;
  readonly boundaries?: readonly number[];
  readonly attributes: Requirements;
}

export interface ConventionEvent {
  readonly severity: number | null;
  readonly without?: readonly string[];
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** A version of the conventions as test/fixtures/semconv has it; written down from its documents, not from our code. */
export interface Convention {
  readonly schemaUrl: string;
  readonly attributes: Readonly<Record<string, AttributeDefinition>>;
  /** Of the general conventions, and not those of GenAI. */
  readonly general: Readonly<Record<string, AttributeDefinition>>;
  readonly removed: {
    readonly attributes: readonly string[];
    readonly metrics: readonly string[];
  };
  readonly spans: Readonly<
    Record<
      string,
      {
        readonly kind: string;
        readonly operations: readonly string[];
        readonly atCreation: readonly string[];
        readonly attributes: Requirements;
      }
    >
  >;
  /** By span, then by provider. */
  readonly refinements: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly attributes: Requirements;
            readonly without: readonly string[];
          }
        >
      >
    >
  >;
  readonly metrics: Readonly<Record<string, ConventionMetric>>;
  readonly events: Readonly<Record<string, ConventionEvent>>;
  readonly metricRefinements: Readonly<
    Record<
      string,
      { readonly metrics: readonly string[]; readonly attributes: Requirements }
    >
  >;
}

export function readConvention(name: 'v1.41' | 'latest'): Convention {
  const file = new URL(`../../fixtures/semconv/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Convention;
}

/** The definition of an attribute, also of a general one. */
export function definitionOf(
  { attributes, general }: Convention,
  name: string
): AttributeDefinition | undefined {
  return attributes[name] ?? general[name];
}

/** What the span of an operation of a provider may carry, and how much of it must be there. */
export function spanRequirements(
  convention: Convention,
  operation: string,
  provider: string
): Requirements {
  const [name = '', span] =
    Object.entries(convention.spans).find(([, { operations }]) =>
      operations.includes(operation)
    ) ?? [];
  const refinement = convention.refinements[name]?.[provider];
  const all = { ...span?.attributes, ...refinement?.attributes };
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => !refinement?.without.includes(name))
  );
}

/** What the measurements of a metric may carry. */
export function metricRequirements(
  { metrics, metricRefinements }: Convention,
  metric: string,
  provider: string
): Requirements {
  const refinement = metricRefinements[provider];
  return {
    ...metrics[metric]?.attributes,
    ...(refinement?.metrics.includes(metric) && refinement.attributes),
  };
}

/** Why a value may not stand in an attribute; `undefined` when it may. */
export function wrongValue(
  definition: AttributeDefinition,
  value: unknown
): string | undefined {
  if (!hasType(definition.type, value)) return `no ${definition.type}`;
  const { values, custom } = definition;
  return values !== undefined &&
    custom !== true &&
    !values.includes(value as never)
    ? `none of ${values.join(', ')}`
    : undefined;
}

function hasType(type: AttributeDefinition['type'], value: unknown): boolean {
  switch (type) {
    case 'int':
      return Number.isSafeInteger(value);
    case 'double':
      return typeof value === 'number' && Number.isFinite(value);
    case 'string[]':
      return (
        Array.isArray(value) && value.every(item => typeof item === 'string')
      );
    case 'any':
      return value !== undefined;
    default:
      return typeof value === type;
  }
}
