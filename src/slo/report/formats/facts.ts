// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { amount, burn, count, percent, share, span } from '../numbers.ts';
import {
  rank,
  STATUSES,
  type ErrorCount,
  type ObjectiveReport,
  type Report,
  type Status,
  type TargetReport,
} from '../report.ts';
import { targetName } from '../target-name.ts';

/** A status in plain words. */
export const WORDS: Readonly<Record<Status, string>> = {
  healthy: 'good',
  'insufficient-data': 'too little data',
  warning: 'watch',
  critical: 'burning fast',
  exhausted: 'budget spent',
};

/** The worst status of an objective. */
export function statusOf({ targets }: ObjectiveReport): Status {
  return targets.reduce<Status>(
    (worst, { status }) => (rank(status) > rank(worst) ? status : worst),
    targets.length === 0 ? 'insufficient-data' : 'healthy'
  );
}

/** `1 of 5 budget spent, 4 good`: how many targets have which status, the worst first. */
export function statesOf({ targets }: ObjectiveReport): string {
  if (targets.length === 0) return 'no data';
  const [only] = targets;
  if (only !== undefined && targets.length === 1) return WORDS[only.status];
  const counts = STATUSES.toReversed()
    .map(status => {
      const found = targets.filter(target => target.status === status);
      return [WORDS[status], found.length] as const;
    })
    .filter(([, found]) => found > 0);
  if (counts.length === 1) return `all ${targets.length} ${counts[0]?.[0]}`;
  const [[worst, found] = ['', 0], ...others] = counts;
  return [
    `${found} of ${targets.length} ${worst}`,
    ...others.map(([word, times]) => `${times} ${word}`),
  ].join(', ');
}

/** Lists pages of the moment: alerts that fire, and budgets that burn fast enough to page. */
export function pagesNow({ alerts, objectives }: Report): string[] {
  const firing = alerts.filter(({ severity }) => severity === 'page');
  const burning = objectives.flatMap(({ name, targets }) =>
    targets
      .filter(({ pages }) => pages)
      .map(target => ({ name, target, of: targetName(target) }))
      .filter(
        ({ of }) =>
          !firing.some(
            ({ objective, target }) => objective === name && target === of
          )
      )
  );
  return [
    ...firing.map(({ name, objective, target }) =>
      [name, ...(objective === undefined ? [] : [objective]), target]
        .filter(word => word !== '')
        .join(', ')
    ),
    ...burning.map(
      ({ name, of, target }) =>
        `${name}, ${of}: burns ${burn(target.burn['1h'])} too fast over 1h`
    ),
  ];
}

/** Tickets and notes that fire, by name. */
export function ticketsNow({ alerts }: Report): string[] {
  return alerts
    .filter(({ severity }) => severity !== 'page')
    .map(({ name, objective, target }) =>
      [name, objective ?? '', target].filter(word => word !== '').join(', ')
    );
}

/** Names the main consumers of a budget in one sentence; empty where nothing was spent. */
export function consumersText({ consumers, kind }: ObjectiveReport): string {
  const { target, errorClass, day } = consumers;
  const parts = [
    ...(target === undefined ? [] : [`${target.name} ${share(target.share)}`]),
    ...(errorClass === undefined
      ? []
      : [`errors of class ${errorClass.name} ${share(errorClass.share)}`]),
    ...(day === undefined ? [] : [`the day ${day.name} ${share(day.share)}`]),
  ];
  const what = kind === 'cost' ? 'the money' : 'the spent budget';
  return parts.length === 0 ? '' : `Most of ${what}: ${parts.join('; ')}.`;
}

/** Compares with the previous window. */
export function trendText(
  { previous, sli, bad }: TargetReport,
  { unit }: ObjectiveReport
): string {
  if (previous === undefined) return 'No data for the previous window.';
  if (unit === 'USD') {
    return `${amount(bad, unit)} USD; previous window: ${amount(previous.bad, unit)} USD.`;
  }
  return `SLI ${percent(sli)}, ${amount(bad, unit)} bad; previous window: ${percent(previous.sli)}, ${amount(previous.bad, unit)} bad.`;
}

/** The error of counting in a histogram; empty for other sources. */
export function boundText(
  { unseen, total }: TargetReport,
  { source }: ObjectiveReport
): string {
  if (source === 'auto' && unseen !== undefined && unseen > 0) {
    const most = Math.ceil(unseen);
    return `Processes without this file are counted in a histogram, which does not show failures from before the first scrape of a process, nor those that a restart hides: at most ${count(most)} more are bad, ${share(most / total)} of the events.`;
  }
  if (source !== 'histogram') return '';
  if (unseen === undefined || total <= 0) {
    return 'Counted in a histogram, which does not show failures from before the first scrape of a process, nor those that a restart hides.';
  }
  const most = Math.ceil(unseen);
  return most === 0
    ? 'Counted in a histogram; no process started with failures in the window, so none are missing.'
    : `Counted in a histogram, which does not show failures from before the first scrape of a process, nor those that a restart hides: at most ${count(most)} more are bad, ${share(most / total)} of the events.`;
}

/** Errors that count against the objective. */
export function countedErrors({ errors }: TargetReport): ErrorCount[] {
  return errors.filter(({ verdict }) => verdict === 'bad');
}

/** Errors that do not count. */
export function otherErrors({ errors }: TargetReport): ErrorCount[] {
  return errors.filter(({ verdict }) => verdict !== 'bad');
}

/** `429 (throttled) 912, 503 (server) 3`. */
function errorList(errors: readonly ErrorCount[]): string {
  return errors
    .map(
      ({ errorType, errorClass, count: times }) =>
        `${errorType} (${errorClass}) ${amount(times, 'calls')}`
    )
    .join(', ');
}

/** Remarks on a target that its row of numbers does not show, one sentence each. */
export function remarksOf(
  target: TargetReport,
  objective: ObjectiveReport
): string[] {
  const { status, reason, worstHour } = target;
  const counted = countedErrors(target);
  const others = otherErrors(target);
  return [
    ...(status === 'healthy' ? [] : [reason]),
    ...(counted.length === 0 ? [] : [`errors: ${errorList(counted)}`]),
    ...(others.length === 0 ? [] : [`not counted: ${errorList(others)}`]),
    ...(worstHour === undefined
      ? []
      : [
          `worst hour: ${span(worstHour.at, worstHour.until)}, ${percent(worstHour.errorRatio, 2)} bad`,
        ]),
    ...(target.previous === undefined ? [] : [trendText(target, objective)]),
    ...[boundText(target, objective)].filter(text => text !== ''),
  ];
}
