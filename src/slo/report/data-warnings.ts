// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { errorClassOf } from '../objectives/error-classes.ts';
import { isRatio, type Objectives } from '../objectives/objective.ts';
import { Scope } from '../rules/scope.ts';
import {
  ERROR_TYPE,
  EVENTS_SERIES,
  latencySeries,
} from '../sli/metric-names.ts';
import { selecting } from '../sli/promql.ts';
import type { Prometheus } from './prometheus.ts';
import { unseenQuery } from './ask/queries.ts';
import { periodOf, type Period } from './ask/period.ts';
import { sourceOf } from './source.ts';
import { replicaLabelOf } from './target-groups.ts';

/** Checks how far the series of a Prometheus can be trusted: calls counted twice, and failures not counted. */
export async function dataWarnings(
  objectives: Objectives,
  prometheus: Prometheus,
  at: Date
): Promise<string[]> {
  const period = periodOf(objectives.window, at.getTime() / 1000);
  const replica = replicaLabelOf(await prometheus.query(callsOf(objectives)));
  const unseen = await Promise.all(
    objectives.objectives.map(objective =>
      unseenBad(new Scope(objectives, objective), prometheus, period)
    )
  );
  return [
    ...(replica === undefined
      ? []
      : [
          `this Prometheus has the calls of a highly available pair twice, with different values of the label ${replica}: ratios are right, counts and costs are doubled. Federate one of the two, or select it in prometheus.selector, as in ${replica}="…"`,
        ]),
    ...unseen.filter(text => text !== ''),
  ];
}

function callsOf({ prometheus }: Objectives): string {
  const calls = latencySeries('duration', prometheus);
  const names = [`${calls}_count`, `${calls}_seconds_count`, EVENTS_SERIES];
  const matchers = selecting(prometheus, [`__name__=~"${names.join('|')}"`]);
  return `{${matchers.join(',')}}`;
}

async function unseenBad(
  scope: Scope,
  prometheus: Prometheus,
  period: Period
): Promise<string> {
  const { objective, objectives } = scope;
  const expression = unseenQuery(scope, period.range, []);
  if (expression === undefined || !isRatio(objective)) return '';
  if ((await sourceOf(scope, prometheus, period)) !== 'histogram') return '';
  const bad = (await prometheus.query(expression)).filter(
    ({ labels }) =>
      objective.classes[errorClassOf(labels[ERROR_TYPE] ?? '')] === 'bad'
  );
  const count = Math.ceil(bad.reduce((sum, { value }) => sum + value, 0));
  return `${objective.name}: counted in a histogram, which missed at most ${count} bad events in ${objectives.window}: those from before the first scrape of a process, and those that a restart hides. Give the application this file (option slo), and it counts them`;
}
