// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { WINDOW_ALLOWED } from '../../calendar/calendar-input.ts';
import { CRON_ALLOWED } from '../../calendar/cron.ts';
import type { Schema } from './json-schema.ts';

const MOMENT: Schema = {
  type: 'string',
  pattern:
    '^\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:[Zz]|[+-]\\d{2}:\\d{2})$',
  errorMessage: WINDOW_ALLOWED.moment,
};

const WINDOW: Schema = {
  type: 'object',
  properties: {
    from: { ...MOMENT, description: 'Start of one interval (RFC 3339).' },
    to: { ...MOMENT, description: 'Its end, exclusive.' },
    cron: {
      type: 'string',
      pattern: '^\\s*(?:\\S+\\s+){4}\\S+\\s*$',
      description:
        'Start times of recurring intervals, a cron expression in timeZone.',
      errorMessage: CRON_ALLOWED,
    },
    duration: {
      type: 'string',
      pattern: '^(?=.)(?:\\d+d)?(?:\\d+h)?(?:\\d+m)?$',
      units: ['m', 'h'],
      description: 'Length of each interval by the wall clock, up to a week.',
      errorMessage: WINDOW_ALLOWED.duration,
    },
    timeZone: {
      type: 'string',
      pattern: '.',
      default: 'UTC',
      description: 'IANA name, as in Europe/Berlin.',
      errorMessage: WINDOW_ALLOWED.timeZone,
    },
    reason: {
      type: 'string',
      description: 'For people.',
      errorMessage: 'a string',
    },
  },
  additionalProperties: false,
  errorMessage: 'from and to, or cron and duration',
};

const windows = (description: string): Schema => ({
  type: 'array',
  description,
  items: WINDOW,
  maxItems: 100,
  errorMessage:
    'a list of windows, as in { cron: "0 2 * * sun", duration: 2h, timeZone: Europe/Berlin }',
});

/** Time that does not count. */
export const EXCLUDE = windows(
  'Time that does not count, such as maintenance. Its events are not counted, and nothing alerts.'
);

/** The only time that counts. */
export const ONLY = windows(
  'The only time that counts, such as business hours. The windows of an objective replace those of the file.'
);
