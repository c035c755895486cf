// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  SpanKind,
  SpanStatusCode,
  type Attributes,
  type SpanStatus,
} from '@opentelemetry/api';
import {
  type Convention,
  definitionOf,
  spanRequirements,
  wrongValue,
} from '../../unit/semconv/convention.ts';

/** What the rules look at. */
export interface SpanSample {
  readonly name: string;
  readonly kind: SpanKind;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
}

/**
 * The rules of the official conformance suite for spans, restated: tools/gen-ai of
 * open-telemetry/semantic-conventions-conformance, whose finding ids these are, and what its live check says of attributes
 * that are unknown, of another type or value, or in the wrong place. Findings, none of which may be.
 */
export function findings(span: SpanSample, convention: Convention): string[] {
  return [
    ...statusFindings(span),
    ...nameFindings(span),
    ...operationFindings(span, convention),
    ...attributeFindings(span, convention),
  ];
}

/** Attributes that every span of an operation must have, whatever happened: `required`, or `recommended` without a condition. */
export function expectedOf(
  { attributes }: SpanSample,
  convention: Convention
): string[] {
  const table = spanRequirements(
    convention,
    text(attributes['gen_ai.operation.name']),
    // The suite leaves refinements out of its model.
    ''
  );
  return Object.keys(table).filter(name => {
    const { level, condition } = table[name]!;
    const plain = level === 'recommended' && condition === undefined;
    return (level === 'required' || plain) && !exempt.has(name);
  });
}

/** Of those the suite asks nothing, for an application may leave them out. */
const exempt: ReadonlySet<string> = new Set([
  'gen_ai.request.temperature',
  'gen_ai.request.max_tokens',
  'gen_ai.request.top_p',
  'gen_ai.request.stop_sequences',
  'gen_ai.request.presence_penalty',
  'gen_ai.request.frequency_penalty',
  'gen_ai.usage.cache_creation.input_tokens',
  'gen_ai.usage.cache_read.input_tokens',
  // Only by the levels of v1.41: later it has a condition, like every parameter.
  'gen_ai.request.top_k',
]);

const models = ['chat', 'generate_content', 'text_completion', 'embeddings'];

/** Of whom the attributes are, besides those of everybody. */
const owners: Record<string, readonly string[]> = {
  'openai.': ['openai'],
  'azure.': ['azure.ai.inference', 'azure.ai.openai'],
  'aws.bedrock.': ['aws.bedrock'],
};

function statusFindings({ status, attributes }: SpanSample): string[] {
  const failed = status.code === SpanStatusCode.ERROR;
  const said = 'error.type' in attributes;
  return [
    ...when(
      status.code === SpanStatusCode.OK,
      'span_status_ok_set_by_instrumentation'
    ),
    ...when(failed && !said, 'error_type_missing_on_error'),
    ...when(!failed && said, 'error_type_without_error_status'),
  ];
}

function nameFindings({ name, attributes }: SpanSample): string[] {
  const operation = text(attributes['gen_ai.operation.name']);
  const model = models.includes(operation)
    ? attributes['gen_ai.request.model']
    : undefined;
  const expected =
    model === undefined ? operation : `${operation} ${text(model)}`;
  return when(name !== expected, `genai_span_name_format: ${name}`);
}

function operationFindings(
  { kind, attributes }: SpanSample,
  { attributes: known, spans }: Convention
): string[] {
  const operation = text(attributes['gen_ai.operation.name']);
  const values = known['gen_ai.operation.name']?.values ?? [];
  const span = Object.values(spans).find(({ operations }) =>
    operations.includes(operation)
  );
  return [
    ...when(
      !values.includes(operation),
      `genai_operation_name_unknown: ${operation}`
    ),
    ...when(
      span !== undefined && SpanKind[kind].toLowerCase() !== span.kind,
      `genai_span_kind_unexpected: ${SpanKind[kind]}`
    ),
  ];
}

function attributeFindings(
  { attributes }: SpanSample,
  convention: Convention
): string[] {
  const operation = text(attributes['gen_ai.operation.name']);
  const provider = text(attributes['gen_ai.provider.name']);
  const table = spanRequirements(convention, operation, provider);
  return Object.entries(attributes).flatMap(([name, value]) => {
    const definition = definitionOf(convention, name);
    if (definition === undefined) return [`missing_attribute: ${name}`];
    const wrong = wrongValue(definition, value);
    const owner = Object.keys(owners).find(prefix => name.startsWith(prefix));
    return [
      ...when(wrong !== undefined, `type_mismatch: ${name} is ${wrong}`),
      ...when(
        !(name in table) &&
          !(name in convention.general) &&
          // Every producer emits it for Anthropic; the refinement of v1.41 only does not list it.
          !(provider === 'anthropic' && name === 'gen_ai.request.top_k'),
        `not_in_table: ${name}`
      ),
      ...when(
        owner !== undefined && !owners[owner]!.includes(provider),
        `of_another_provider: ${name}`
      ),
    ];
  });
}

function when(condition: boolean, finding: string): string[] {
  return condition ? [finding] : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
