// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import { checkDashboards } from '../dashboards.mjs';

export const title = 'Every panel of every dashboard has data';
export const needs = ['prometheus'];

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  await checkDashboards(test, {
    env: { OTEL_METRICS_EXPORTER: 'prometheus' },
    target: app => app.page,
  });
}
