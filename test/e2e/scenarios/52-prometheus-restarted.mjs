// SPDX-FileCopyrightText: The opentelemetry-instrumentation-genai authors
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { startBack } from '../back.mjs';
import { scraping, startPrometheus } from '../servers/prometheus.mjs';

export const title = 'Loss: Prometheus is killed, and comes again';
export const needs = ['prometheus'];

const calls = 'gen_ai_client_operation_duration_count';

/** @param {import('../scenario.mjs').Scenario} test */
export default async function run(test) {
  const back = await startBack(test, { env: {} });
  const config = scraping(back.page);
  const first = await startPrometheus(test, { config });
  await back.ask(2);
  await first.expect(calls, [2]);
  await first.kill();
  await back.ask(3);

  const { data, port } = first;
  const second = await startPrometheus(test, { config, data, port });
  await back.ask(1);
  await second.expect(calls, [6]);
  await second.expect(`resets(${calls}[5m])`, [0]);
  // From what it had before it was killed to what it has now.
  await second.expect(
    `max_over_time(${calls}[5m]) - min_over_time(${calls}[5m])`,
    [4]
  );
  test.step('the counters go on: calls while it was away are in them');

  assert.deepEqual(await back.ended('SIGTERM'), {
    code: null,
    signal: 'SIGTERM',
  });
  assert.equal(back.stderr(), '');
  test.step('the application saw nothing of it');
}
