// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import type { Objectives } from '../objectives/objective.ts';
import { BAD, COST, TOTAL } from '../rules/base-series.ts';
import type { Scope } from '../rules/scope.ts';
import { EVENTS_SERIES, latencySeries } from '../sli/metric-names.ts';
import { selecting } from '../sli/promql.ts';
import type { Prometheus } from './prometheus.ts';
import { totalOf } from './ask/queries.ts';

const RECORDED = `{__name__=~"${[TOTAL, BAD, COST].join('|')}"}`;

/** Finds out why an objective has no series: a wrong name of the service, rules that were never loaded, or no calls. */
export async function whyNoData(
  scope: Scope,
  prometheus: Prometheus,
  seconds: number
): Promise<string> {
  const { objectives, objective } = scope;
  const { service } = objectives;
  const series = scope.series(totalOf(objective));
  const services = await prometheus.labelValues('service', RECORDED, seconds);
  if (services === undefined) {
    return `there are no series ${series}: the rules are not loaded, or no call was ever made`;
  }
  if (services.length === 0) {
    const [calls] = await callsSeen(objectives, prometheus, seconds);
    return calls === undefined
      ? 'Prometheus has neither recorded series nor calls: it does not scrape the application, and the rules are not loaded'
      : `the rules are not loaded: Prometheus has ${calls}, but no genai_slo:… series. Add the files of "otel-genai slo rules" to rule_files`;
  }
  if (!services.includes(service)) {
    return `no rules of the service "${service}" are loaded; Prometheus has those of ${services.map(name => `"${name}"`).join(', ')}. Correct "service" in the file, or load its rules`;
  }
  const [calls] = await callsSeen(objectives, prometheus, seconds);
  return calls === undefined
    ? `there are no series ${series}, and no calls: the application was not scraped in this window`
    : `there are no series ${series}, though other objectives of the service have theirs: its rules are not loaded, or no call matched it`;
}

async function callsSeen(
  { prometheus: settings }: Objectives,
  prometheus: Prometheus,
  seconds: number
): Promise<readonly string[]> {
  const calls = latencySeries('duration', settings);
  const names = [`${calls}_count`, `${calls}_seconds_count`, EVENTS_SERIES];
  const matchers = selecting(settings, [`__name__=~"${names.join('|')}"`]);
  const found = await prometheus.labelValues(
    '__name__',
    `{${matchers.join(',')}}`,
    seconds
  );
  return found ?? [];
}
