// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Rows of the tables of docs/slo.md that repeat code.
import {
  ERROR_CLASS_NAMES,
  ERROR_CLASSES,
} from '../../src/slo/objectives/error-classes.ts';
import { DEFAULT_CLASSES } from '../../src/slo/objectives/default-classes.ts';
import { CAUSES, HANGING } from '../../src/slo/rules/alerts/causes.ts';
import { BURN_WINDOWS } from '../../src/slo/objectives/windows.ts';

/** Every class of errors, what is of it, and what it counts as. */
export function classRows(): string[][] {
  return ERROR_CLASS_NAMES.map(name => [
    `\`${name}\``,
    name === 'unknown'
      ? 'everything else'
      : ERROR_CLASSES[name].map(value => `\`${value}\``).join(' '),
    DEFAULT_CLASSES.availability[name],
    DEFAULT_CLASSES.errorRate[name],
  ]);
}

/** Every alert that rules are made of. */
export function alertRows(): string[][] {
  const burn = (severity: keyof typeof BURN_WINDOWS) =>
    BURN_WINDOWS[severity]
      .map(({ long, short, factor }) => `${factor} × over ${long} and ${short}`)
      .join(', or ');
  const rows = [
    ['GenAISLOBurn', 'page', `the budget burns ${burn('page')}`],
    ['GenAISLOBurn', 'ticket', `the budget burns ${burn('ticket')}`],
    ['GenAISLOBudgetHalfSpent', 'info', 'half of the budget is spent'],
    ['GenAISLOBudgetExhausted', 'ticket', 'all of the budget is spent'],
    [
      'GenAISLONoData',
      'ticket',
      'a target has no data although it had at such a time',
    ],
    [
      'GenAISLONotCounted',
      'ticket',
      'there are calls, and no events of an objective with `source: events`',
    ],
    [
      'GenAISLOBucketMissing',
      'ticket',
      'a process has no boundary at the threshold of a latency',
    ],
    [
      'GenAISLOSelectorMissing',
      'ticket',
      'several jobs make calls, and no selector says which is meant; pages are held back',
    ],
    ...CAUSES.map(({ alert, severity, error, share, threshold, window }) => [
      alert,
      severity,
      `${error}: over ${100 * share} % of the calls, and ${threshold} or more in ${window}; where there are few calls, in 6h and in the last hour`,
    ]),
    [
      HANGING.alert,
      HANGING.severity,
      `${HANGING.threshold} calls or more are open, which take more than ${HANGING.seconds / 60} minutes at the pace at which calls end, and ${HANGING.times} times as long as usual`,
    ],
  ];
  return rows.map(([alert = '', ...rest]) => [`\`${alert}\``, ...rest]);
}
