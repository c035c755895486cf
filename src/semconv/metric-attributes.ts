// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { LimitKind, TokenModality } from '../call.ts';
import { ATTRIBUTES as A } from './attributes.ts';
import type { AttributeTable } from './attribute-table.ts';

/** The facts of a call that its metric attributes are made of. */
export interface MetricFacts {
  readonly operation: string;
  readonly provider: string;
  readonly requestModel: string | undefined;
  readonly responseModel: string | undefined;
  readonly serverAddress: string;
  readonly serverPort: number | undefined;
  /** Of calls that are not HTTP alone. */
  readonly protocol: string | undefined;
  readonly errorType: string | undefined;
  /** Of OpenAI alone: only its refinement names them. */
  readonly serviceTier: string | undefined;
  readonly systemFingerprint: string | undefined;
}

/** The attributes of one kind of measurement. Sets are constants: what is made of one for a call is kept and reused. */
export interface AttributeSet {
  readonly table: AttributeTable<MetricFacts>;
  /** Of an instrument of our own: the option `metricAttributes` is about those of the conventions. */
  readonly own?: true;
}

const COMMON: AttributeTable<MetricFacts> = [
  [A.operationName, 'operation'],
  [A.providerName, 'provider'],
  [A.requestModel, 'requestModel'],
  [A.responseModel, 'responseModel'],
  [A.serverAddress, 'serverAddress'],
  [A.serverPort, 'serverPort'],
  [A.networkProtocolName, 'protocol'],
];

/** The refinement for OpenAI adds these to durations and tokens. */
const OPENAI: AttributeTable<MetricFacts> = [
  [A.openaiResponseServiceTier, 'serviceTier'],
  [A.openaiResponseSystemFingerprint, 'systemFingerprint'],
];

/** Attributes that all measurements of a call share. */
export const SHARED: AttributeSet = { table: COMMON };

/** Attributes of the time to the first sound. */
export const OF_FIRST_AUDIO: AttributeSet = { own: true, table: COMMON };

/** Attributes of token counts without a type or modality. */
export const OF_TOKENS: AttributeSet = { table: [...COMMON, ...OPENAI] };

/** Attributes of the duration of a call. */
export const OF_DURATION: AttributeSet = {
  table: [...OF_TOKENS.table, [A.errorType, 'errorType']],
};

/** Attributes of the durations that the refinement for OpenAI is not about. */
export const OF_PLAIN_DURATION: AttributeSet = {
  table: [...COMMON, [A.errorType, 'errorType']],
};

/** Attributes of token counts by type. */
export const OF_TOKEN_TYPE = {
  input: tokens(A.tokenType, 'input'),
  output: tokens(A.tokenType, 'output'),
};

/** Attributes of token counts by modality. */
export const OF_MODALITY: Readonly<
  Record<TokenModality | 'unknown', AttributeSet>
> = {
  text: tokens(A.tokenModality, 'text'),
  image: tokens(A.tokenModality, 'image'),
  audio: tokens(A.tokenModality, 'audio'),
  unknown: tokens(A.tokenModality, 'unknown'),
};

function tokens(name: string, value: string): AttributeSet {
  return { table: [...OF_TOKENS.table, [name, () => value]] };
}

/** Attribute of the metrics of limits: which limit, `requests` or `tokens`. */
export const LIMIT_KIND = 'kind';

/** Where a call goes: known when it begins, and the same when it ends. */
export const OF_DESTINATION: AttributeSet = {
  own: true,
  table: [
    [A.operationName, 'operation'],
    [A.providerName, 'provider'],
    [A.serverAddress, 'serverAddress'],
  ],
};

/** Providers limit by model. */
export const OF_RETRY: AttributeSet = {
  own: true,
  table: [
    [A.providerName, 'provider'],
    [A.requestModel, 'requestModel'],
  ],
};

export const OF_LIMIT: Readonly<Record<LimitKind, AttributeSet>> = {
  requests: limit('requests'),
  tokens: limit('tokens'),
};

function limit(kind: LimitKind): AttributeSet {
  return { own: true, table: [...OF_RETRY.table, [LIMIT_KIND, () => kind]] };
}

/** Providers price by model. */
export const OF_COST: AttributeSet = {
  own: true,
  table: [
    [A.operationName, 'operation'],
    [A.providerName, 'provider'],
    [A.requestModel, 'requestModel'],
    [A.responseModel, 'responseModel'],
  ],
};

/** Metric attributes of every profile. */
export const SHARED_METRIC_ATTRIBUTES = [
  A.operationName,
  A.providerName,
  A.requestModel,
  A.responseModel,
  A.serverAddress,
  A.serverPort,
  A.networkProtocolName,
  A.errorType,
  A.openaiResponseServiceTier,
];
