// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
// Rows of the tables of docs/slo.md that repeat code.
import {
  ERROR_CLASS_NAMES,
  ERROR_CLASSES,
} from '../../src/slo/objectives/error-classes.ts';
import { DEFAULT_CLASSES } from '../../src/slo/objectives/default-classes.ts';
import { CAUSES } from '../../src/slo/rules/cause-rules.ts';
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
    ['GenAISLOBudgetExhausted', 'ticket', 'all of it is'],
    ['GenAISLONoData', 'ticket', 'there was data, and has been none for 15 m'],
    [
      'GenAISLOBucketMissing',
      'ticket',
      'no boundary is at the threshold of a latency',
    ],
    ...CAUSES.map(({ alert, severity, errors, share, least, window }) => [
      alert,
      severity,
      `${errors.join(', ')}: ${share === undefined ? '' : `over ${100 * share} % of the calls, and `}${least} or more in ${window}`,
    ]),
  ];
  return rows.map(([alert = '', ...rest]) => [`\`${alert}\``, ...rest]);
}
