// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { dashboardsOf } from '../../src/slo/dashboards/dashboards.ts';
import type { ObjectivesInput } from '../../src/slo/objectives/objective-input.ts';
import { resolveObjectives } from '../../src/slo/objectives/resolve.ts';
import {
  errorsQuery,
  rawErrorsQuery,
} from '../../src/slo/report/ask/queries.ts';
import { Scope } from '../../src/slo/rules/scope.ts';
import { assertAnswers, shown } from '../support/rule-answers.ts';

const INPUT: ObjectivesInput = {
  service: 'chat',
  prometheus: { names: 'js', selector: 'job="app"' },
  objectives: [
    {
      name: 'slo',
      kind: 'availability',
      target: 99,
      source: 'events',
      groupBy: [],
      only: [{ cron: '0 1 * * *', duration: '1h' }],
    },
  ],
};
const objectives = resolveObjectives(INPUT);
const scope = new Scope(objectives, objectives.objectives[0]!);

/** Calls of each minute, from the first hour of the first day of promtool on. */
function calls(bad: string) {
  const good = '0+60x200';
  const counted = (outcome: string, values: string) => ({
    series: `genai_slo_events_total${shown({ slo: 'slo', outcome })}`,
    values,
  });
  const measured = (labels: Record<string, string>, values: string) => ({
    series: `gen_ai_client_operation_duration_count${shown(labels)}`,
    values,
  });
  return [
    counted('good', good),
    counted('bad', bad),
    measured({}, good),
    measured({ error_type: '500' }, bad),
  ];
}

/** Six failures a minute before and after the hour that counts, and none or one a minute for ten minutes in it. */
const OUTSIDE = calls('0+6x40 240x100 246+6x58');
const BOTH = calls('0+6x40 240x38 241+1x9 250x51 256+6x58');

/** Queries of the panels with a title, as Grafana asks them. */
function panel(title: string): string[] {
  const { panels } = dashboardsOf(objectives)['slo-detail.json']!;
  const found = panels.find(
    one => one.title === title && one.type !== 'row'
  ) as { readonly targets: readonly { readonly expr: string }[] } | undefined;
  return (found?.targets ?? []).map(({ expr }) =>
    expr
      .replaceAll('$slo', 'slo')
      .replaceAll(/\$(cluster|provider|model)/g, '.*')
  );
}

describe('business hours of an objective', () => {
  const [all, bad] = panel('Events');
  const MEANT = [
    { title: 'failures outside of them alone', series: OUTSIDE, failed: 0 },
    { title: 'failures in them and outside', series: BOTH, failed: 10 },
  ];

  for (const { title, series, failed } of MEANT) {
    it(`are those of rules, report and dashboards: ${title}`, function () {
      const is = (expr: string, value: number) => ({
        expr,
        eval_time: '3h10m',
        exp_samples: [{ labels: '{}', value }],
      });
      const overall = (expr: string) =>
        `round(sum(sum_over_time((${expr})[4h:1m])) * 60)`;
      assertAnswers(this, INPUT, series, [
        // Of 60 minutes, 53 have a rate that is of the hour alone, as the calendar is read.
        is(overall(scope.series('genai_slo:total:rate5m')), 53 * 60 + failed),
        is(overall(scope.series('genai_slo:bad:rate5m')), failed),
        is(overall(all!), 53 * 60 + failed),
        is(overall(bad!), failed),
        // What is recorded each five minutes is extrapolated.
        is(`round(sum(${errorsQuery(scope, '4h')} or vector(0)), 5)`, failed),
      ]);
    });
  }

  it('hold for error types, of which raw series have those of all hours', () => {
    assert.equal(rawErrorsQuery(scope, '30d'), undefined);
  });
});
