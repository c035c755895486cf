// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { EXCLUDE, ONLY } from './calendar-schema.ts';
import { TEAM_ALERTS } from './alert-schema.ts';
import type { Schema } from './json-schema.ts';
import { KINDS, NAME, OBJECTIVE_MEMBERS } from './objective-schema.ts';

/** The objective file as JSON Schema (2020-12); slo/slo.schema.json is generated from it. */
export const SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Service level objectives of calls to GenAI APIs',
  type: 'object',
  properties: {
    service: { ...NAME, description: 'Label service of every series.' },
    window: {
      type: 'string',
      enum: ['7d', '28d', '30d', '90d', 'month'],
      default: '30d',
      description:
        'Window of the budgets. Days are a sliding window; month is the calendar month, UTC.',
    },
    precision: {
      type: 'string',
      enum: ['standard', 'high'],
      default: 'standard',
      description:
        'Spacing of the histogram boundaries. high: quantiles are off by 4 % rather than 8 % on average, for 29 % more series.',
    },
    prometheus: {
      type: 'object',
      description: 'How the series get into Prometheus.',
      properties: {
        names: {
          type: 'string',
          enum: ['js', 'otlp', 'both'],
          default: 'both',
          description:
            'js: the Prometheus exporter of the JS SDK, which adds no unit. otlp: a Collector or the OTLP receiver, which add it.',
        },
        semconv: {
          type: 'string',
          enum: ['v1.41', 'latest'],
          default: 'v1.41',
          description: 'Value of the option semconv of the instrumentation.',
        },
        selector: {
          type: 'string',
          pattern:
            '^(?:\\s*[a-zA-Z_]\\w*\\s*(?:=|!=|=~|!~)\\s*"(?:[^"\\\\\\n]|\\\\[abfnrtv"\\\\])*"\\s*(?:,(?!\\s*$)|$))*$',
          default: '',
          description: 'Label matchers added to every selector.',
          errorMessage: 'label matchers of Prometheus, as in job="chat"',
        },
        minBadEvents: {
          type: 'number',
          minimum: 1,
          exclusiveMaximum: 1e6,
          default: 5,
          description:
            'Bad events that the long window must have before an alert fires.',
          errorMessage: 'a number from 1 to below a million',
        },
      },
      additionalProperties: false,
      errorMessage: 'names, semconv, selector, minBadEvents',
    },
    alerts: TEAM_ALERTS,
    exclude: EXCLUDE,
    only: ONLY,
    objectives: {
      type: 'array',
      minItems: 1,
      maxItems: 500,
      items: {
        errorMessage: 'an objective with a name and a kind',
        oneOf: Object.entries(KINDS).map(
          ([kind, { properties, required }]): Schema => ({
            type: 'object',
            properties: {
              kind: { type: 'string', const: kind },
              ...OBJECTIVE_MEMBERS,
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
  errorMessage:
    'service, window, precision, prometheus, alerts, exclude, only, objectives',
};
