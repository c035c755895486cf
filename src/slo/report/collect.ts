// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../objectives/objective.ts';
import { secondsOf } from '../objectives/windows.ts';
import { LABELS } from '../sli/metric-names.ts';
import { Scope } from '../rules/scope.ts';
import { objectiveReport } from './objective-report.ts';
import type { Prometheus } from './prometheus.ts';
import { alertsQuery } from './ask/queries.ts';
import { Questions } from './ask/questions.ts';
import {
  rank,
  type FiringAlert,
  type ObjectiveReport,
  type Report,
  type Status,
} from './report.ts';

/** Asks Prometheus for the state of the objectives. `progress` is called for each objective before it is queried. */
export async function collectReport(
  objectives: Objectives,
  prometheus: Prometheus,
  {
    at,
    source,
    progress = () => undefined,
  }: {
    readonly at: Date;
    readonly source: string;
    readonly progress?: (objective: string, index: number) => void;
  }
): Promise<Report> {
  const begun = performance.now();
  const { service, window } = objectives;
  const questions = new Questions(prometheus);
  const warnings = await retentionWarnings(objectives, prometheus);
  const reports: ObjectiveReport[] = [];
  for (const [index, objective] of objectives.objectives.entries()) {
    progress(objective.name, index);
    const report = await objectiveReport(
      new Scope(objectives, objective),
      prometheus,
      questions,
      at.getTime() / 1000
    );
    warnings.push(...report.warnings);
    reports.push(report.objective);
  }
  const alerts = await questions.ask('firing alerts', alertsQuery(service));
  return {
    service,
    window,
    at: at.toISOString(),
    source,
    status: worst(
      reports.flatMap(({ targets }) =>
        targets.length === 0
          ? ['insufficient-data' as const]
          : targets.map(({ status }) => status)
      )
    ),
    warnings: [...warnings, ...noDataWarnings(reports), ...questions.failures],
    alerts: (alerts ?? []).map(({ labels }) => firing(labels)).sort(bySeverity),
    objectives: reports,
    took: {
      seconds: Math.round(performance.now() - begun) / 1000,
      queries: questions.count,
    },
  };
}

async function retentionWarnings(
  { window }: Objectives,
  prometheus: Prometheus
): Promise<string[]> {
  const kept = await prometheus.retention();
  if (kept === undefined || kept >= secondsOf(window)) return [];
  return [
    `Prometheus keeps data for ${Math.round(kept / 8640) / 10} days, and the window is ${window}: older events are not counted`,
  ];
}

/** One line for each reason: a service without rules has the same one for all its objectives. */
function noDataWarnings(reports: readonly ObjectiveReport[]): string[] {
  const names = new Map<string, string[]>();
  for (const { name, noData } of reports) {
    if (noData !== undefined) {
      names.set(noData, [...(names.get(noData) ?? []), name]);
    }
  }
  return [...names].map(([why, of]) => `${of.join(', ')}: ${why}`);
}

function firing(labels: Readonly<Record<string, string>>): FiringAlert {
  const { slo } = labels;
  return {
    name: labels['alertname'] ?? '',
    severity: labels['severity'] ?? '',
    ...(slo !== undefined && { objective: slo }),
    target: Object.values(LABELS)
      .flatMap(label => labels[label] ?? [])
      .join('/'),
  };
}

function bySeverity(a: FiringAlert, b: FiringAlert): number {
  const loud = ({ severity }: FiringAlert) => (severity === 'page' ? 0 : 1);
  return loud(a) - loud(b);
}

function worst(statuses: readonly Status[]): Status {
  return statuses.reduce(
    (one, other) => (rank(other) > rank(one) ? other : one),
    'healthy'
  );
}
