// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ERROR_CLASS_NAMES } from './error-classes.ts';
import { LABELS, LATENCY_METRICS } from './metric-names.ts';

/** What of JSON Schema the objectives need; check.ts reads it, and so do editors. */
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
  readonly additionalProperties?: false;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly uniqueItems?: true;
  /** Of objects: told apart by their `kind`. */
  readonly oneOf?: readonly Schema[];
  /** Of scalars. */
  readonly anyOf?: readonly Schema[];
  readonly default?: unknown;
  /** What is allowed, in words; some editors show it, too. */
  readonly errorMessage?: string;
}

const NAME: Schema = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$',
  errorMessage:
    'up to 63 letters, digits, dots, dashes and underscores, the first a letter or a digit',
};

/** A number, with or without its percent sign. */
const PERCENT = '^(?:[0-9]+(?:\\.[0-9]+)?) ?%$';

const TARGET: Schema = {
  description:
    'Share of the events that is to be good, in percent, as in 99.9. Out of 1000 events, one may be bad.',
  anyOf: [
    { type: 'number', minimum: 1, exclusiveMaximum: 100 },
    { type: 'string', pattern: PERCENT },
  ],
  errorMessage: 'percent from 1 to below 100, as in 99.9',
};

const TEXTS: Schema = {
  anyOf: [
    { type: 'string', pattern: '.' },
    {
      type: 'array',
      items: {
        type: 'string',
        pattern: '.',
        errorMessage: 'a text, * in it for any text',
      },
      minItems: 1,
    },
  ],
  errorMessage: 'a text or a list of texts, * in it for any text',
};

const MATCH: Schema = {
  type: 'object',
  description: 'Which calls the objective is about. What is not said matches.',
  properties: {
    provider: {
      ...TEXTS,
      description: 'Name of the provider, as in openai, anthropic, gcp.gemini',
    },
    model: {
      ...TEXTS,
      description: 'Model that was asked for, as in gpt-4.1 or claude-*',
    },
    operation: {
      ...TEXTS,
      description: 'Name of the operation, as in chat or embeddings',
    },
    stream: {
      type: 'boolean',
      description:
        'Streamed calls only, or only others. The histograms do not tell them apart: the application counts such events itself (source: events).',
      errorMessage: 'true, false',
    },
  },
  additionalProperties: false,
  errorMessage: 'provider, model, operation, stream',
};

const SOURCE: Schema = {
  type: 'string',
  enum: ['histogram', 'events', 'operation'],
  default: 'histogram',
  description:
    'histogram: read from the metrics of the conventions. events: counted by the application, which must be given this file (option slo). operation: one event for each withOperation(name, fn), with its retries.',
};

const CLASSES: Schema = {
  type: 'object',
  description: 'What errors count as, by class, where it is not the default.',
  properties: Object.fromEntries(
    ERROR_CLASS_NAMES.map(name => [
      name,
      { type: 'string', enum: ['bad', 'good', 'exclude'] } as const,
    ])
  ),
  additionalProperties: false,
  errorMessage: ERROR_CLASS_NAMES.join(', '),
};

const COMMON: Readonly<Record<string, Schema>> = {
  name: { ...NAME, description: 'Label slo of every series and alert.' },
  description: {
    type: 'string',
    description: 'A sentence for those who are paged.',
    errorMessage: 'a text',
  },
  match: MATCH,
  groupBy: {
    type: 'array',
    items: {
      type: 'string',
      enum: Object.keys(LABELS),
    },
    uniqueItems: true,
    description:
      'What has a budget of its own. Default: each model of each provider; for throughput, cost and operations, nothing.',
    errorMessage: 'a list of provider, model, operation',
  },
  page: {
    type: 'boolean',
    default: true,
    description: 'false: what would page is a ticket.',
    errorMessage: 'true, false',
  },
};

const KINDS: Readonly<
  Record<string, { properties: Record<string, Schema>; required: string[] }>
> = {
  availability: {
    properties: { target: TARGET, source: SOURCE, classes: CLASSES },
    required: ['target'],
  },
  errorRate: {
    properties: {
      max: {
        description:
          'Share of the events that may be bad, in percent, as in 0.1. Refused requests and credentials count, too.',
        anyOf: [
          { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 99 },
          { type: 'string', pattern: PERCENT },
        ],
        errorMessage: 'percent above 0 and below 99, as in 0.1',
      },
      source: SOURCE,
      classes: CLASSES,
    },
    required: ['max'],
  },
  latency: {
    properties: {
      metric: {
        type: 'string',
        enum: LATENCY_METRICS,
        default: 'duration',
        description: 'What is measured, of calls that were answered.',
      },
      threshold: {
        description:
          'What takes so long or less is good. It becomes a boundary of the histogram.',
        anyOf: [
          { type: 'number', exclusiveMinimum: 0 },
          { type: 'string', pattern: '^[0-9]+(?:\\.[0-9]+)? ?(?:ms|s|m)$' },
        ],
        errorMessage: 'a duration above 0, as in 2s, 500ms, 1m, or seconds',
      },
      target: TARGET,
      source: SOURCE,
    },
    required: ['threshold', 'target'],
  },
  throughput: {
    properties: {
      min: {
        type: 'string',
        pattern: '^[0-9]+(?:\\.[0-9]+)? ?/ ?(?:s|min|h)$',
        description: 'Answered calls in a time, at least.',
        errorMessage: 'a rate above 0, as in 10/min, 2/s, 100/h',
      },
      target: {
        ...TARGET,
        default: 99,
        description: 'Share of the minutes, in percent. Default 99.',
      },
    },
    required: ['min'],
  },
  cost: {
    properties: {
      budget: {
        type: 'number',
        exclusiveMinimum: 0,
        description:
          'USD in one window. Needs the option cost of the instrumentation.',
        errorMessage: 'USD above 0, as in 500',
      },
    },
    required: ['budget'],
  },
};

/** The objective file as JSON Schema (2020-12); slo/slo.schema.json is made of it. */
export const SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Service level objectives of calls to GenAI APIs',
  type: 'object',
  properties: {
    service: { ...NAME, description: 'Label service of every series.' },
    window: {
      type: 'string',
      enum: ['7d', '28d', '30d'],
      default: '30d',
      description: 'What the budgets are for. It slides.',
    },
    precision: {
      type: 'string',
      enum: ['standard', 'high'],
      default: 'standard',
      description:
        'How close the boundaries of the histograms lie. high: quantiles err by 4 % rather than 8 % on average, for 29 % more series.',
    },
    prometheus: {
      type: 'object',
      description: 'How Prometheus comes by the series.',
      properties: {
        names: {
          type: 'string',
          enum: ['js', 'otlp', 'both'],
          default: 'both',
          description:
            'js: the Prometheus exporter of the JS SDK, which adds no unit. otlp: a Collector or the OTLP receiver, which do.',
        },
        semconv: {
          type: 'string',
          enum: ['v1.41', 'latest'],
          default: 'v1.41',
          description: 'The option semconv of the instrumentation.',
        },
        selector: {
          type: 'string',
          pattern:
            '^(?:\\s*[a-zA-Z_]\\w*\\s*(?:=|!=|=~|!~)\\s*"(?:[^"\\\\\\n]|\\\\.)*"\\s*(?:,(?!\\s*$)|$))*$',
          default: '',
          description: 'Label matchers of every selector.',
          errorMessage: 'label matchers of Prometheus, as in job="chat"',
        },
        minBadEvents: {
          type: 'number',
          minimum: 1,
          default: 5,
          description: 'Bad events in the long window before an alert fires.',
          errorMessage: 'a number from 1 on',
        },
      },
      additionalProperties: false,
      errorMessage: 'names, semconv, selector, minBadEvents',
    },
    objectives: {
      type: 'array',
      minItems: 1,
      items: {
        errorMessage: 'an objective with a name and a kind',
        oneOf: Object.entries(KINDS).map(
          ([kind, { properties, required }]): Schema => ({
            type: 'object',
            properties: {
              kind: { type: 'string', const: kind },
              ...COMMON,
              ...properties,
            },
            required: ['name', 'kind', ...required],
            additionalProperties: false,
          })
        ),
      },
      errorMessage: 'a list of at least one objective',
    },
  },
  required: ['service', 'objectives'],
  additionalProperties: false,
  errorMessage: 'service, window, precision, prometheus, objectives',
};
