// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Issue } from '../objectives-error.ts';
import type {
  AlertSettings,
  CauseSettings,
  Severity,
  TeamSettings,
} from '../objective.ts';
import { share } from '../quantities.ts';
import { templateError } from './alert-template.ts';

/** Names of the alerts on causes. */
export const CAUSE_ALERTS = [
  'GenAICredentialsRejected',
  'GenAIQuotaExhausted',
  'GenAICallsAborted',
  'GenAIContentFiltered',
  'GenAIRequestsRejected',
  'GenAIThrottled',
  'GenAITimeouts',
  'GenAICallsHanging',
] as const;

/** Settings of alerts as people write them. */
export interface AlertSettingsInput {
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
  runbook_url?: string;
}

export interface TeamSettingsInput extends AlertSettingsInput {
  page?: boolean;
  severities?: Partial<Record<Severity, string>>;
  causes?: Partial<
    Record<
      (typeof CAUSE_ALERTS)[number],
      Omit<CauseSettings, 'match'> & {
        match?: Partial<
          Record<'provider' | 'model', string | readonly string[]>
        >;
      }
    >
  >;
}

export function alertSettings({
  labels = {},
  annotations = {},
  runbook_url = '',
}: AlertSettingsInput = {}): AlertSettings {
  return { labels, annotations, runbookUrl: runbook_url };
}

export function teamSettings(input: TeamSettingsInput = {}): TeamSettings {
  const causes = Object.entries(input.causes ?? {}).map(([alert, given]) => {
    const { share: percent, match, ...rest } = given;
    const matched = Object.entries(match ?? {}).map(([label, value]) => [
      label,
      typeof value === 'string' ? [value] : value,
    ]);
    return [
      alert,
      {
        ...rest,
        ...(percent !== undefined && { share: share(percent) }),
        ...(match !== undefined && {
          match: Object.fromEntries(matched) as CauseSettings['match'],
        }),
      },
    ];
  });
  return {
    ...alertSettings(input),
    severities: {
      page: 'page',
      ticket: 'ticket',
      info: 'info',
      ...input.severities,
    },
    causes: Object.fromEntries(causes) as TeamSettings['causes'],
  };
}

/** Labels that identify an alert; a team may not override them. */
const OWN = ['alertname', 'service', 'slo', 'severity', 'long', 'short'];

/**
 * Yields names that Prometheus refuses for labels or annotations, labels that the alert sets itself, and templates that
 * Prometheus cannot read: it loads no rule file that contains one.
 */
export function* settingsIssues(
  settings: AlertSettingsInput | undefined,
  path: Issue['path']
): Generator<Issue> {
  for (const member of ['labels', 'annotations'] as const) {
    for (const [name, given] of Object.entries(settings?.[member] ?? {})) {
      const isName = /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);
      const isOwn = member === 'labels' && OWN.includes(name);
      if (!isName || isOwn) {
        yield {
          path: [...path, member, name],
          given,
          allowed: isOwn
            ? `a name other than ${OWN.join(', ')}`
            : 'a name of letters, digits and underscores',
          name: true,
        };
      } else {
        yield* templateIssues(given, [...path, member, name]);
      }
    }
  }
  yield* templateIssues(settings?.runbook_url, [...path, 'runbook_url']);
}

function* templateIssues(
  given: string | undefined,
  path: Issue['path']
): Generator<Issue> {
  const error = templateError(given ?? '');
  if (error === undefined) return;
  yield {
    path,
    given,
    allowed: `a template that Prometheus can read (${error})`,
  };
}
