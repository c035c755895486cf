// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
export { ObjectivesError } from './objectives/objectives-error.ts';
export { boundariesOf } from './sli/boundaries.ts';
export type { Dashboard } from './dashboards/dashboard.ts';
export { dashboardsOf } from './dashboards/dashboards.ts';
export type { Export } from './export/export.ts';
export { EXPORTS } from './export/exports.ts';
export {
  loadObjectives,
  parseObjectives,
} from './objectives/objective-file.ts';
export type { Objective, Objectives } from './objectives/objective.ts';
export { collectReport } from './report/collect.ts';
export { htmlReport } from './report/formats/html.ts';
export { markdownReport } from './report/formats/markdown.ts';
export type { Prometheus } from './report/prometheus.ts';
export type { Report } from './report/report.ts';
export { tableReport } from './report/formats/table.ts';
export { resolveObjectives } from './objectives/resolve.ts';
export type {
  ObjectiveInput,
  ObjectivesInput,
} from './objectives/objective-input.ts';
export { ruleTestsOf } from './rule-tests/rule-tests.ts';
export { rulesOf, type RuleOptions } from './rules/rules.ts';
export {
  localWindow,
  withOperation,
  type LocalWindow,
} from './sli/operation.ts';
export { genAIViews } from './sli/views.ts';
