// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { ObjectiveReport, Report, TargetReport } from '../report.ts';
import { targetName } from '../target-name.ts';

/** States that can stop a release. */
export const STATES = ['exhausted', 'burning', 'warning', 'no-data'] as const;

export type State = (typeof STATES)[number];

type Holds = (target: TargetReport, objective: ObjectiveReport) => boolean;

/** A spent budget that no longer burns is only `exhausted`: a release with the fix can pass. */
const HOLDS: Readonly<Record<State, Holds>> = {
  exhausted: ({ status }) => status === 'exhausted',
  burning: ({ pages }) => pages,
  warning: ({ status }) => status === 'warning',
  // Calls were counted, but the number of bad ones is unknown.
  'no-data': ({ sli, total }, { kind }) =>
    kind !== 'cost' && total > 0 && sli === undefined,
};

/** @returns why a release is to stop, one line each; empty when it may pass. */
export function stopsOf(report: Report, mayPass: ReadonlySet<State>): string[] {
  const states = STATES.filter(state => !mayPass.has(state));
  return report.objectives.flatMap(objective => {
    const { name, noData, targets } = objective;
    if (noData !== undefined) {
      return mayPass.has('no-data') ? [] : [`${name}: no-data: ${noData}`];
    }
    return targets.flatMap(target => {
      const held = states.filter(state => HOLDS[state](target, objective));
      return held.length === 0
        ? []
        : [
            `${name}, ${targetName(target)}: ${held.join(' and ')}: ${target.reason}`,
          ];
    });
  });
}
