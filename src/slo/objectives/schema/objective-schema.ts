// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { EXCLUDE, ONLY } from './calendar-schema.ts';
import { OBJECTIVE_ALERTS } from './alert-schema.ts';
import { ERROR_CLASS_NAMES } from '../error-classes.ts';
import { LABELS, LATENCY_METRICS } from '../../sli/metric-names.ts';
import type { Schema } from './json-schema.ts';

/** Names of services and objectives, which become labels and file names. */
export const NAME: Schema = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$',
  errorMessage:
    'up to 63 letters, digits, dots, dashes and underscores, starting with a letter or a digit',
};

/** A number, with or without its percent sign. */
const PERCENT = '^(?:[0-9]+(?:\\.[0-9]+)?) ?%$';

/**
 * Allowed targets, in percent. If nearly everything may fail, an outage cannot be distinguished from allowed failures.
 */
export const PERCENTS = {
  target: {
    least: 20,
    below: 100,
    allowed: 'percent from 20 to below 100, as in 99.9',
  },
  max: {
    least: 0,
    below: 80,
    allowed: 'percent above 0 and below 80, as in 0.1',
  },
} as const;

const TARGET: Schema = {
  description:
    'Share of the events that must be good, in percent. At 99.9, one event in 1000 may be bad.',
  anyOf: [
    {
      type: 'number',
      minimum: PERCENTS.target.least,
      exclusiveMaximum: PERCENTS.target.below,
    },
    { type: 'string', pattern: PERCENT },
  ],
  errorMessage: PERCENTS.target.allowed,
};

const TEXTS: Schema = {
  anyOf: [
    { type: 'string', pattern: '.' },
    {
      type: 'array',
      items: {
        type: 'string',
        pattern: '.',
        errorMessage: 'a string; * stands for any text',
      },
      minItems: 1,
    },
  ],
  errorMessage: 'a string or a list of strings; * stands for any text',
};

const MATCH: Schema = {
  type: 'object',
  description:
    'The calls that the objective is about. An omitted member matches every call.',
  properties: {
    provider: {
      ...TEXTS,
      description: 'Name of the provider, as in openai, anthropic, gcp.gemini',
    },
    model: {
      ...TEXTS,
      description: 'Requested model, as in gpt-4.1 or claude-*',
    },
    operation: {
      ...TEXTS,
      description:
        'Name of the operation, as in chat or embeddings; execute_tool for calls of MCP tools, which no other objective counts',
    },
    tool: {
      ...TEXTS,
      description: 'Name of the tool, with operation: execute_tool',
    },
    transport: {
      type: 'string',
      enum: ['http', 'websocket'],
      description:
        'websocket: turns over WebSocket only (Responses, Realtime, Live). http: every other call. Not for tool calls.',
      errorMessage: 'http, websocket',
    },
    stream: {
      type: 'boolean',
      description:
        'true: streamed calls only. false: other calls only. The histograms do not distinguish them, so the application counts these events itself (source: events).',
      errorMessage: 'true, false',
    },
  },
  additionalProperties: false,
  errorMessage: 'provider, model, operation, tool, transport, stream',
};

const SOURCE: Schema = {
  type: 'string',
  enum: ['auto', 'histogram', 'events', 'operation'],
  default: 'auto',
  description:
    'auto: events for each process that was given this file (option slo), histogram for every other one. histogram: read from the metrics of the conventions, which miss the first calls of a process. events: counted by the application from zero. operation: one event for each withOperation(name, fn), with its retries.',
};

const CLASSES: Schema = {
  type: 'object',
  description:
    'Verdicts on classes of errors, where they differ from the default.',
  properties: Object.fromEntries(
    ERROR_CLASS_NAMES.map(name => [
      name,
      { type: 'string', enum: ['bad', 'good', 'exclude'] } as const,
    ])
  ),
  additionalProperties: false,
  errorMessage: ERROR_CLASS_NAMES.join(', '),
};

/** Members of every objective. */
export const OBJECTIVE_MEMBERS: Readonly<Record<string, Schema>> = {
  name: { ...NAME, description: 'Label slo of every series and alert.' },
  description: {
    type: 'string',
    description: 'A sentence for whoever is paged.',
    errorMessage: 'a string',
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
      'Labels whose every combination has a budget of its own. Default: provider and model; tool, for tool calls; none for throughput, cost and operations.',
    errorMessage: 'a list of provider, model, operation, tool',
  },
  page: {
    type: 'boolean',
    default: true,
    description:
      'false: opens a ticket where it would page. Default: true; false for an errorRate whose calls are covered by an availability that pages.',
    errorMessage: 'true, false',
  },
  alerts: OBJECTIVE_ALERTS,
  exclude: EXCLUDE,
  only: ONLY,
};

/** Members of each kind of objective. */
export const KINDS: Readonly<
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
          {
            type: 'number',
            exclusiveMinimum: PERCENTS.max.least,
            exclusiveMaximum: PERCENTS.max.below,
          },
          { type: 'string', pattern: PERCENT },
        ],
        errorMessage: PERCENTS.max.allowed,
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
        description:
          'The metric, measured for answered calls. time_to_first_audio: for turns over WebSocket that answer with audio.',
      },
      threshold: {
        description:
          'An answer that takes this long or less is good. The threshold becomes a boundary of the histogram.',
        type: 'string',
        pattern: '^[0-9]+(?:\\.[0-9]+)? ?(?:ms|s|m)$',
        units: ['s', 'ms'],
        errorMessage: 'a duration from 0.1ms to a day, as in 2s, 500ms, 1m',
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
        units: ['/s', '/min', '/h'],
        description: 'Minimum rate of answered calls.',
        errorMessage:
          'a rate above 0 and below a million a second, as in 10/min, 2/s, 100/h',
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
        exclusiveMaximum: 1e12,
        description:
          'USD in one window. Needs the option cost of the instrumentation.',
        errorMessage: 'USD above 0 and below a trillion, as in 500',
      },
    },
    required: ['budget'],
  },
};
