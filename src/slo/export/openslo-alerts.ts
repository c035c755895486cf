// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objective, SloWindow } from '../objectives/objective.ts';
import {
  burnWindowsOf,
  secondsOf,
  type BurnWindow,
} from '../objectives/windows.ts';
import { object } from './openslo-object.ts';

type Tier = 'page' | 'ticket';

/** A burn condition and its severity. */
interface Burn {
  readonly severity: Tier;
  readonly window: BurnWindow;
}

const TARGETS: Readonly<Record<Tier, string>> = {
  page: 'Needs attention now.',
  ticket: 'Needs attention on the next working day.',
};

/** Policies that an objective refers to. */
export function policyNames(objective: Objective, budget: SloWindow): string[] {
  return burnsOf(objective, budget).map(nameOf);
}

/** The policies of all objectives, and what they refer to: factors are the same whatever the budget. */
export function alertsOf(
  objectives: readonly Objective[],
  budget: SloWindow
): object[] {
  const burns = [
    ...new Map(
      objectives
        .flatMap(objective => burnsOf(objective, budget))
        .map(burn => [nameOf(burn), burn])
    ).values(),
  ];
  const severities = [...new Set(burns.map(({ severity }) => severity))];
  return [
    ...burns.flatMap(burn => [conditionOf(burn), policyOf(burn)]),
    ...severities.map(severity =>
      object('AlertNotificationTarget', targetName(severity), {
        description: TARGETS[severity],
        target: 'alertmanager',
      })
    ),
  ];
}

function burnsOf({ page }: Objective, budget: SloWindow): Burn[] {
  const windows = burnWindowsOf(secondsOf(budget));
  const burn = (severity: Tier, tier: Tier) =>
    windows[tier].map(window => ({ severity, window }));
  return [
    ...burn(page ? 'page' : 'ticket', 'page'),
    ...burn('ticket', 'ticket'),
  ];
}

function conditionOf(burn: Burn): object {
  const { severity, window } = burn;
  return object('AlertCondition', nameOf(burn), {
    severity,
    condition: {
      kind: 'burnrate',
      op: 'gt',
      threshold: window.factor,
      lookbackWindow: window.long,
      // The minimum: the window itself is the delay.
      alertAfter: '1m',
    },
  });
}

function policyOf(burn: Burn): object {
  const name = nameOf(burn);
  return object('AlertPolicy', name, {
    alertWhenBreaching: true,
    alertWhenResolved: false,
    alertWhenNoData: false,
    conditions: [{ conditionRef: name }],
    notificationTargets: [{ targetRef: targetName(burn.severity) }],
  });
}

function nameOf({ severity, window }: Burn): string {
  return `genai-${severity}-${window.long}`;
}

function targetName(severity: Tier): string {
  return `genai-${severity}`;
}
