// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import {
  ERROR_CLASSES,
  errorTypePattern,
  type ErrorClass,
} from './error-classes.ts';
import { ERROR_TYPE } from '../sli/metric-names.ts';
import type { Verdict } from './objective.ts';
import { quoted } from '../sli/promql.ts';

/**
 * Returns matchers of all events and of the bad ones, from the verdict on each class. Unclassified errors are matched
 * by exclusion, so that a new kind of failure is counted.
 */
export function errorMatchers(classes: Readonly<Record<ErrorClass, Verdict>>): {
  readonly total: string[];
  readonly bad: string[];
} {
  const of = (...verdicts: Verdict[]) =>
    errorTypePattern(
      (Object.keys(ERROR_CLASSES) as (keyof typeof ERROR_CLASSES)[]).filter(
        name => verdicts.includes(classes[name])
      )
    );
  const unlike = (pattern: string) =>
    pattern === '' ? [] : [`${ERROR_TYPE}!~${quoted(pattern)}`];
  const like = (pattern: string) => `${ERROR_TYPE}=~${quoted(pattern)}`;
  const failed = `${ERROR_TYPE}!=""`;
  switch (classes.unknown) {
    case 'bad':
      return {
        total: unlike(of('exclude')),
        bad: [failed, ...unlike(of('exclude', 'good'))],
      };
    case 'good':
      return { total: unlike(of('exclude')), bad: [failed, like(of('bad'))] };
    case 'exclude':
      return {
        total: [like(`|${of('bad', 'good')}`)],
        bad: [failed, like(of('bad'))],
      };
  }
}
