// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type {
  Report,
  TargetReport,
} from '../../../../src/slo/report/report.ts';

const target: TargetReport = {
  labels: { provider: 'openai' },
  status: 'exhausted',
  reason: '137 % of the budget spent',
  total: 10_000,
  bad: 137,
  sli: 0.9863,
  budget: { allowed: 100, spent: 137, left: -37, used: 1.37 },
  burn: { '1h': 0.5, '3d': 12.34 },
  pages: false,
  burnDown: [],
  coverage: 0.5,
  errors: [
    { errorType: '429', errorClass: 'throttled', count: 137, verdict: 'bad' },
  ],
  worstHour: {
    at: '2026-11-25T03:00:00.000Z',
    until: '2026-11-25T04:00:00.000Z',
    errorRatio: 0.2,
  },
  history: [
    { at: '2026-11-23T10:00:00Z', total: 5000, bad: 0, errorRatio: 0 },
    { at: '2026-11-24T10:00:00Z', total: 0, bad: 0 },
    { at: '2026-11-25T10:00:00Z', total: 5000, bad: 137, errorRatio: 0.0274 },
  ],
};

/** One objective with one target, with the members of the target that a test is about. */
export function smallReport(members: Partial<TargetReport> = {}): Report {
  return {
    service: 'chat',
    window: '7d',
    at: '2026-11-26T10:00:00.000Z',
    source: 'http://127.0.0.1:9090/',
    status: 'exhausted',
    warnings: ['data is old'],
    alerts: [],
    took: { seconds: 0.5, queries: 10 },
    objectives: [
      {
        name: 'up',
        kind: 'availability',
        description: '',
        promise: '99 % of the calls succeed',
        target: 0.99,
        unit: 'calls',
        targets: [{ ...target, ...members }],
        consumers: {},
      },
    ],
  };
}

/** An objective that nothing was ever seen of. */
export function emptyReport(): Report {
  const report = smallReport();
  return {
    ...report,
    warnings: [],
    objectives: report.objectives.map(objective => ({
      ...objective,
      targets: [],
    })),
  };
}
