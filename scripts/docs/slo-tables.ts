// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Rows of the tables of docs/slo.md and docs/slo.zh-CN.md that repeat code.
import {
  ERROR_CLASS_NAMES,
  ERROR_CLASSES,
} from '../../src/slo/objectives/error-classes.ts';
import { DEFAULT_CLASSES } from '../../src/slo/objectives/default-classes.ts';
import { CAUSES, HANGING } from '../../src/slo/rules/alerts/causes.ts';
import { BURN_WINDOWS } from '../../src/slo/objectives/windows.ts';
import type { AlertWords } from './alert-words.ts';

/** Every class of errors, what is of it, and what it counts as. */
export function classRows(words: AlertWords): string[][] {
  return ERROR_CLASS_NAMES.map(name => [
    `\`${name}\``,
    name === 'unknown'
      ? words.unknownErrors
      : ERROR_CLASSES[name].map(value => `\`${value}\``).join(' '),
    DEFAULT_CLASSES.availability[name],
    DEFAULT_CLASSES.errorRate[name],
  ]);
}

/** Every alert that rules are made of. */
export function alertRows(words: AlertWords): string[][] {
  const rows = [
    ['GenAISLOBurn', 'page', words.burn(BURN_WINDOWS.page)],
    ['GenAISLOBurn', 'ticket', words.burn(BURN_WINDOWS.ticket)],
    ['GenAISLOBudgetHalfSpent', 'info', words.halfSpent],
    ['GenAISLOBudgetExhausted', 'ticket', words.exhausted],
    ['GenAISLONoData', 'ticket', words.noData],
    ['GenAISLONotCounted', 'ticket', words.notCounted],
    ['GenAISLOBucketMissing', 'ticket', words.bucketMissing],
    ['GenAISLOSelectorMissing', 'ticket', words.selectorMissing],
    ...CAUSES.map(cause => [cause.alert, cause.severity, words.cause(cause)]),
    [HANGING.alert, HANGING.severity, words.hanging(HANGING)],
  ];
  return rows.map(([alert = '', ...rest]) => [`\`${alert}\``, ...rest]);
}
