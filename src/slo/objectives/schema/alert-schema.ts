// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { CAUSE_ALERTS } from '../alerts/alert-settings.ts';
import type { Schema } from './json-schema.ts';

const SEVERITY: Schema = {
  type: 'string',
  enum: ['page', 'ticket', 'info'],
  errorMessage: 'page, ticket, info',
};

const TEXT: Schema = { type: 'string', errorMessage: 'a string' };

/** Members of the settings of one objective and of all. */
const SETTINGS: Readonly<Record<string, Schema>> = {
  labels: {
    type: 'object',
    description: 'Labels of the alerts, as in { team: search }.',
    additionalProperties: TEXT,
    errorMessage: 'names and strings, as in { team: search }',
  },
  annotations: {
    type: 'object',
    description: 'Annotations of the alerts. They override the generated ones.',
    additionalProperties: TEXT,
    errorMessage: 'names and strings',
  },
  runbook_url: {
    type: 'string',
    pattern: '.',
    description:
      'Page that the alerts link to; # and the name of the alert are added. Default: docs/slo.md.',
    errorMessage: 'an address, as in https://wiki.example/genai',
  },
};

const MODELS: Schema = {
  anyOf: [
    { type: 'string', pattern: '.' },
    { type: 'array', items: { type: 'string', pattern: '.' }, minItems: 1 },
  ],
  errorMessage: 'a string or a list of strings; * stands for any text',
};

const CAUSE: Schema = {
  type: 'object',
  properties: {
    off: {
      type: 'boolean',
      description: 'true: the alert is left out.',
      errorMessage: 'true, false',
    },
    threshold: {
      type: 'number',
      minimum: 1,
      exclusiveMaximum: 1e9,
      description:
        'Failed calls before it fires; for calls that hang, open calls.',
      errorMessage: 'a number from 1',
    },
    share: {
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 100,
      description: 'Percentage of the calls that fail this way, as in 5.',
      errorMessage: 'percent from 0 to below 100, as in 5',
    },
    severity: SEVERITY,
    match: {
      type: 'object',
      properties: { provider: MODELS, model: MODELS },
      additionalProperties: false,
      errorMessage: 'provider, model',
    },
  },
  additionalProperties: false,
  errorMessage: 'off, threshold, share, severity, match',
};

/** Settings of the alerts of one objective. */
export const OBJECTIVE_ALERTS: Schema = {
  type: 'object',
  description: 'Added to the alerts of this objective.',
  properties: SETTINGS,
  additionalProperties: false,
  errorMessage: 'labels, annotations, runbook_url',
};

/** Settings of all alerts of the file. */
export const TEAM_ALERTS: Schema = {
  type: 'object',
  description: 'Added to all alerts.',
  properties: {
    ...SETTINGS,
    page: {
      type: 'boolean',
      default: true,
      description: 'false: no objective pages, except those with page: true.',
      errorMessage: 'true, false',
    },
    severities: {
      type: 'object',
      description: 'Values of the label severity, as in { page: critical }.',
      properties: {
        page: { type: 'string', pattern: '.', errorMessage: 'a string' },
        ticket: { type: 'string', pattern: '.', errorMessage: 'a string' },
        info: { type: 'string', pattern: '.', errorMessage: 'a string' },
      },
      additionalProperties: false,
      errorMessage: 'page, ticket, info',
    },
    causes: {
      type: 'object',
      description: 'Changes to the alerts on causes, by alert name.',
      properties: Object.fromEntries(CAUSE_ALERTS.map(name => [name, CAUSE])),
      additionalProperties: false,
      errorMessage: CAUSE_ALERTS.join(', '),
    },
  },
  additionalProperties: false,
  errorMessage: 'labels, annotations, runbook_url, page, severities, causes',
};
