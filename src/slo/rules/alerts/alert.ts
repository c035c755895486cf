// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { AlertSettings } from '../../objectives/objective.ts';
import type { AlertingRule, Labels, Severity } from '../rule.ts';
import type { Scope } from '../scope.ts';

/** Three things that somebody who was paged wants to know, in this order. */
export interface AlertText {
  /** One line: the failure, and who is affected. */
  readonly summary: string;
  readonly what: string;
  readonly look?: string;
  readonly first: string;
}

/** An alert of one objective, before names and texts of the team are added. */
export interface ObjectiveAlert extends AlertText {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  /** How long it goes on after its condition has ended. */
  readonly keep?: string;
  readonly severity: Severity;
  readonly labels?: Labels;
}

/** The alert as Prometheus has it, with the labels and annotations of the objective and of the file. */
export function alertOf(
  scope: Scope,
  { alert, expr, for: pending, keep, severity, labels, ...text }: ObjectiveAlert
): AlertingRule {
  const { objective, objectives } = scope;
  const promise = objective.description;
  return {
    alert,
    expr,
    ...(pending !== undefined && { for: scope.time(pending) }),
    ...(keep !== undefined && { keep_firing_for: scope.time(keep) }),
    labels: {
      severity: scope.severityName(severity),
      ...scope.labels,
      ...labels,
      ...objectives.alerts.labels,
      ...objective.alerts.labels,
    },
    annotations: annotationsOf(
      alert,
      promise === ''
        ? text
        : { ...text, what: `${text.what} ${literal(promise)}` },
      [objectives.alerts, objective.alerts]
    ),
  };
}

/** Annotations of an alert: what fails, what to look at, what to do first; those of the team last, so that they win. */
export function annotationsOf(
  alert: string,
  { summary, what, look = '', first }: AlertText,
  settings: readonly Pick<AlertSettings, 'annotations' | 'runbookUrl'>[]
): Labels {
  const runbook = settings.findLast(({ runbookUrl }) => runbookUrl !== '');
  const url = `${runbook?.runbookUrl ?? 'docs/slo.md'}#${alert.toLowerCase()}`;
  return {
    summary,
    description: [
      what,
      `Look at: ${[look, url].filter(part => part !== '').join('; ')}.`,
      `Do first: ${first}`,
    ].join('\n'),
    runbook_url: url,
    ...Object.fromEntries(
      settings.flatMap(({ annotations }) => Object.entries(annotations))
    ),
  };
}

/** Text that Prometheus is to leave as it is: annotations are templates. */
function literal(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}

/** Names of the target of an alert, as its template has them. */
export function targetOf({ by, objectives }: Scope): string {
  const names = by.map(label => `{{ $labels.${label} }}`).join('/');
  return names === ''
    ? objectives.service
    : `${names} of ${objectives.service}`;
}
