// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { EXCLUDE, ONLY } from './calendar-schema.ts';
import { OBJECTIVE_ALERTS } from './alert-schema.ts';
import { ERROR_CLASS_NAMES } from '../error-classes.ts';
import { LABELS, LATENCY_METRICS } from '../../sli/metric-names.ts';
import type { Schema } from './json-schema.ts';

/** Of services and objectives: labels, and names of files. */
export const NAME: Schema = {
  type: 'string',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$',
  errorMessage:
    'up to 63 letters, digits, dots, dashes and underscores, the first a letter or a digit',
};

/** A number, with or without its percent sign. */
const PERCENT = '^(?:[0-9]+(?:\\.[0-9]+)?) ?%$';

/**
 * Shares that may be promised, in percent. With a budget of nearly everything an outage could not be told from what is
 * allowed.
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
    'Share of the events that is to be good, in percent, as in 99.9. Out of 1000 events, one may be bad.',
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
      description:
        'Name of the operation, as in chat or embeddings; execute_tool for the calls of MCP tools, which no other objective counts',
    },
    tool: {
      ...TEXTS,
      description: 'Name of the tool, with operation: execute_tool',
    },
    transport: {
      type: 'string',
      enum: ['http', 'websocket'],
      description:
        'websocket: turns over WebSocket only (Responses, Realtime, Live). http: every other call. Not for the calls of tools.',
      errorMessage: 'http, websocket',
    },
    stream: {
      type: 'boolean',
      description:
        'Streamed calls only, or only others. The histograms do not tell them apart: the application counts such events itself (source: events).',
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
    'auto: events for each process that was given this file (option slo), histogram for each other one. histogram: read from the metrics of the conventions, which miss the first calls of a process. events: counted by the application from zero. operation: one event for each withOperation(name, fn), with its retries.',
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

/** Members of every objective. */
export const OBJECTIVE_MEMBERS: Readonly<Record<string, Schema>> = {
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
      'What has a budget of its own. Default: each model of each provider; each tool, for the calls of tools; for throughput, cost and operations, nothing.',
    errorMessage: 'a list of provider, model, operation, tool',
  },
  page: {
    type: 'boolean',
    default: true,
    description:
      'false: what would page is a ticket. Default: true; false for an errorRate whose calls an availability pages for.',
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
          'What is measured, of calls that were answered. time_to_first_audio: of turns over WebSocket that answer in sound.',
      },
      threshold: {
        description:
          'What takes so long or less is good. It becomes a boundary of the histogram.',
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
        description: 'Answered calls in a time, at least.',
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
