// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { ERROR_CLASS_NAMES, type ErrorClass } from './error-classes.ts';
import type { Verdict } from './objective.ts';

/** Verdicts for availability: an error is bad where the user got no answer and the provider is responsible. */
const AVAILABILITY: Readonly<Record<ErrorClass, Verdict>> = {
  server: 'bad',
  timeout: 'bad',
  network: 'bad',
  throttled: 'bad',
  quota: 'exclude',
  auth: 'exclude',
  request: 'exclude',
  aborted: 'exclude',
  filtered: 'exclude',
  unknown: 'bad',
};

/** The same for each kind of objective. */
export const DEFAULT_CLASSES = {
  availability: AVAILABILITY,
  /** Counts errors whoever caused them. */
  errorRate: { ...AVAILABILITY, quota: 'bad', auth: 'bad', request: 'bad' },
  /** A fast failure is not a fast answer. */
  latency: Object.fromEntries(
    ERROR_CLASS_NAMES.map(name => [name, 'exclude'])
  ) as Record<ErrorClass, Verdict>,
} as const;
